"""JAX, each step one compiled function. Arguments: the folder of inputs, the number of threads."""

import os
import sys

if sys.argv[2] == "1":
    # The flags bind the kernels' threads, and the affinity those of the runtime, which has no other setting.
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
from jax import random

from jax_models import players
from protocol import Inputs, Trainer, serve

inputs = Inputs(sys.argv[1])


def adam(beta1, count, rate, values, gradients, slots):
    """Algorithm 1 of D. Kingma and J. Ba 2015."""
    scale = rate * jnp.sqrt(1 - 0.999**count) / (1 - beta1**count)
    floor = 1e-8 * jnp.sqrt(1 - 0.999**count)
    new_values, new_slots = [], []
    for value, g, (m, v) in zip(values, gradients, slots):
        m, v = beta1 * m + (1 - beta1) * g, 0.999 * v + 0.001 * g * g
        new_values.append(value - scale * m / (jnp.sqrt(v) + floor))
        new_slots.append((m, v))
    return new_values, new_slots


def trainer(name):
    case = inputs.cases[name]
    parameters = [jnp.asarray(values) for _, _, values in inputs.tensors(name)]
    slots = [(jnp.zeros_like(p), jnp.zeros_like(p)) for p in parameters]
    moments = tuple(jnp.stack([jnp.zeros(c), jnp.ones(c)]) for c in (128, 64)) if name == "dcgan" else ()
    root = random.key(1)

    def update(parameters, slots, moments, number, rate, grey):
        binarize, *keys = random.split(random.fold_in(root, number), 3)
        x = (random.uniform(binarize, grey.shape) < grey).astype(jnp.float32)
        count = number.astype(jnp.float32) + 1
        losses = []
        for (loss, own), key in zip(players(name), keys):
            others = parameters[: own.start] + parameters[own.stop :]
            auxiliary = own.start > 0  # the generator moves the moments of its batch normalisation
            value, gradients = jax.value_and_grad(loss, has_aux=auxiliary)(parameters[own], others, key, x)
            if auxiliary:
                value, drawn = value
                moments = tuple(0.9 * old + 0.1 * new for old, new in zip(moments, drawn))
            parameters[own], slots[own] = adam(case["beta1"], count, rate, parameters[own], gradients, slots[own])
            losses.append(value)
        return parameters, slots, moments, jnp.stack(losses)

    compiled = jax.jit(update, donate_argnums=(0, 1, 2))
    state = [parameters, slots, moments]

    def step(number):
        grey = inputs.rows(name, number)
        *state[:], losses = compiled(*state, jnp.int32(number), jnp.float32(inputs.rate(name, number)), grey)
        return [float(loss) for loss in jax.device_get(losses)]

    return Trainer(sum(p.size for p in parameters), step)


serve(f"JAX {jax.__version__}", lambda name: {"jit": trainer(name)})
