import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/**
 * The Fréchet distance between the Gaussians of two sets of features, |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½)
 * (D. Dowson & B. Landau 1982, equation 4; M. Heusel et al. 2017, equation 6). Depends on the features: comparable only
 * within one set of them.
 * @param {number[][]} first rows of features
 * @param {number[][]} second
 */
export function frechetDistance(first, second) {
  const [a, b] = [moments(first), moments(second)];
  const shift = a.mean.reduce((total, m, i) => total + (m - b.mean[i]) ** 2, 0);
  // (Σ₁ Σ₂)^½ has the trace of (Σ₁^½ Σ₂ Σ₁^½)^½, which is symmetric.
  const root = squareRoot(a.covariance);
  const { realEigenvalues } = symmetric(root.mmul(b.covariance).mmul(root));
  const cross = realEigenvalues.reduce((total, value) => total + Math.sqrt(Math.max(0, value)), 0);
  return shift + a.covariance.trace() + b.covariance.trace() - 2 * cross;
}

function moments(rows) {
  const matrix = new Matrix(rows);
  const mean = matrix.mean('column');
  const centred = matrix.subRowVector(mean);
  return {
    mean,
    covariance: centred
      .transpose()
      .mmul(centred)
      .div(rows.length - 1),
  };
}

function squareRoot(matrix) {
  const { eigenvectorMatrix: v, realEigenvalues } = symmetric(matrix);
  return v.mmul(Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))))).mmul(v.transpose());
}

/** Rounding leaves products of symmetric matrices a little lopsided. */
function symmetric(matrix) {
  return new EigenvalueDecomposition(Matrix.add(matrix, matrix.transpose()).div(2), { assumeSymmetric: true });
}
