import type { Distribution, Estimator, JointModel, KlFunction, LatentModel, Optimizer } from '@jensenjs/core';
import { klDivergence, klIndependent, klNormalNormal, type Normal } from '@jensenjs/distributions';
import { elbo, iwae, nvil, objective } from '@jensenjs/elbo';

declare const gaussian: LatentModel<true>;
declare const binary: LatentModel<false>;
declare const fromJson: LatentModel;
declare const layered: JointModel<true>;
declare const binaryLayered: JointModel<false>;
declare const optimizer: Optimizer;
declare const ofNormals: KlFunction<Normal, Normal>;
const pathwise = elbo({ kl: klDivergence });

// The pathwise estimator takes reparameterised posteriors.
objective(gaussian, pathwise, optimizer);
objective(layered, pathwise, optimizer);
// A posterior without pathwise gradients, or one of which that is not known, is refused.
// @ts-expect-error a Bernoulli posterior has no pathwise gradients
objective(binary, pathwise, optimizer);
// @ts-expect-error neither has this one
objective(binaryLayered, pathwise, optimizer);
// @ts-expect-error a posterior from JSON may not have them
objective(fromJson, pathwise, optimizer);
// @ts-expect-error the same when the estimator is called directly
pathwise.estimate({ model: binary });

// The importance-weighted bound is pathwise too.
const weighted: Estimator<true> = iwae({ samples: 5 });
objective(gaussian, weighted, optimizer);
objective(layered, weighted, optimizer);
// @ts-expect-error a Bernoulli posterior has no pathwise gradients
objective(binary, weighted, optimizer);
// @ts-expect-error neither has this one
objective(binaryLayered, weighted, optimizer);
// @ts-expect-error a posterior from JSON may not have them
objective(fromJson, weighted, optimizer);
// @ts-expect-error how many draws is the user's choice
iwae();

// NVIL takes any.
objective(gaussian, nvil(), optimizer);
objective(binary, nvil(), optimizer);
objective(fromJson, nvil(), optimizer);
objective(binaryLayered, nvil(), optimizer);

// An estimator for any posterior serves where one for reparameterised posteriors is asked for, not the reverse.
export const general: Estimator<true> = nvil();
// @ts-expect-error elbo needs pathwise gradients
export const tooGeneral: Estimator = pathwise;

// The literal types of distributions and models are not widened or narrowed silently.
export const widened: Distribution = {} as Distribution<true>;
// @ts-expect-error boolean is not true
export const narrowed: Distribution<true> = {} as Distribution;
// @ts-expect-error a model of a wider posterior is not one of a reparameterised posterior
export const narrowedModel: LatentModel<true> = fromJson;

// A KL is a function: the table, one formula, or the user's own for a pair of families. There is no default.
elbo({ kl: klIndependent(klNormalNormal) });
elbo({ kl: ofNormals });
// @ts-expect-error kl is required
elbo({});
