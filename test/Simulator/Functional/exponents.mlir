// Sums of exponentials that no float holds, in programs.
// RUN: tenon-sim %s --engine=ne-small --values --output=output0=%t.0.npy --output=output1=%t.1.npy | FileCheck %s
// RUN: %python -c "import numpy; a, b = (numpy.load('%t.%%d.npy' %% i) for i in (0, 1)); assert numpy.isfinite(a).all() and (a > 999).all() and (b < -990).all() and numpy.isfinite(b).all()"

// CHECK-COUNT-3: values of output{{[0-9]}}: absolute {{[0-9.e-]+}}, relative {{[0-9.e-]+$}}
func.func @main(%x: tensor<1x5x6x48xf32>) -> (tensor<1x5x6x1xf32>, tensor<1x1x6x48xf32>, tensor<1x1x1x1xf32>) {
  %k = nn.constant dense<1000.0> : tensor<f32>
  %0 = nn.add %x, %k : (tensor<1x5x6x48xf32>, tensor<f32>) -> tensor<1x5x6x48xf32>
  %1 = nn.reduce log_sum_exp %0 axes [3] : (tensor<1x5x6x48xf32>) -> tensor<1x5x6x1xf32>
  %2 = nn.sub %x, %k : (tensor<1x5x6x48xf32>, tensor<f32>) -> tensor<1x5x6x48xf32>
  %3 = nn.reduce log_sum_exp %2 axes [1] : (tensor<1x5x6x48xf32>) -> tensor<1x1x6x48xf32>
  %4 = nn.reduce log_sum_exp %0 axes [1, 2, 3] : (tensor<1x5x6x48xf32>) -> tensor<1x1x1x1xf32>
  return %1, %3, %4 : tensor<1x5x6x1xf32>, tensor<1x1x6x48xf32>, tensor<1x1x1x1xf32>
}
