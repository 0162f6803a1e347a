export { distributionFixture, fixture, fixtureFamilies, klFixture } from './fixture';
