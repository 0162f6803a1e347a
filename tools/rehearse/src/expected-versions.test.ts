import { expect, it } from 'vitest';
import { bumped, expectedVersions } from './expected-versions.mjs';

const release = (versions: Record<string, string>, changes: Parameters<typeof expectedVersions>[1]) => {
  const dependencies: Record<string, string[]> = {
    core: [],
    normal: ['core'],
    bound: ['normal', 'tfjs'],
    data: ['core'],
  };
  const packages = Object.entries(versions).map(([name, version]) => {
    return { name, version, dependencies: dependencies[name] ?? [] };
  });
  return Object.fromEntries(expectedVersions(packages, changes));
};

it.each([
  ['1.2.3', 'major', '2.0.0'],
  ['0.2.3', 'minor', '0.3.0'],
  ['0.0.9', 'patch', '0.0.10'],
] as const)('%s with a %s bump is %s', (version, bump, expected) => {
  expect(bumped(version, bump)).toBe(expected);
});

it('below 1.0.0, a minor release takes its dependents along, and theirs only if those leave a range too', () => {
  const versions = { core: '0.1.0', normal: '0.1.0', bound: '0.1.0', data: '0.1.0' };
  expect(release(versions, { core: 'minor' })).toEqual({
    core: '0.2.0',
    normal: '0.1.1',
    bound: '0.1.0',
    data: '0.1.1',
  });
});

it('below 0.1.0, every release takes along whatever is built on it', () => {
  const versions = { core: '0.0.1', normal: '0.0.1', bound: '0.0.1' };
  expect(release(versions, { core: 'patch' })).toEqual({ core: '0.0.2', normal: '0.0.2', bound: '0.0.2' });
});

it('from 1.0.0 on, only a major release takes its dependents along', () => {
  const versions = { core: '1.4.0', normal: '1.0.0', data: '2.0.0' };
  expect(release(versions, { core: 'minor' })).toEqual({ core: '1.5.0', normal: '1.0.0', data: '2.0.0' });
  expect(release(versions, { core: 'major' })).toEqual({ core: '2.0.0', normal: '1.0.1', data: '2.0.1' });
});

it('a package with a change of its own is bumped once, by that', () => {
  const versions = { core: '0.1.0', normal: '0.1.0' };
  expect(release(versions, { core: 'minor', normal: 'minor' })).toEqual({ core: '0.2.0', normal: '0.2.0' });
});
