// RUN: tenon-opt %s --nn-recognize-idioms | FileCheck %s
// RUN: tenon-opt %s --pass-pipeline='builtin.module(nn-recognize-idioms,nn-fold-batch-norm,nn-label-blocks)' | FileCheck %s --check-prefix=FOLD
// RUN: tenon-opt %s --nn-recognize-idioms --nn-fold-batch-norm --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-recognize-idioms --nn-fold-batch-norm > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir

// A scale and an offset of one number behind a depthwise convolution, as OCR
// networks learn them: folded, and the block has its label.
// CHECK-LABEL: func.func @scalars
// CHECK: %[[T:.*]] = nn.constant dense<-5.000000e-01> : tensor<8xf32>
// CHECK: %[[ONE:.*]] = nn.constant dense<1.000000e+00> : tensor<8xf32>
// CHECK: %[[ZERO:.*]] = nn.constant dense<0.000000e+00> : tensor<8xf32>
// CHECK: %[[S:.*]] = nn.constant dense<2.000000e+00> : tensor<8xf32>
// CHECK: %[[C:.*]] = nn.conv2d
// CHECK-NEXT: %[[M:.*]] = nn.batch_norm %[[C]], %[[S]], %[[ZERO]], %[[ZERO]], %[[ONE]] epsilon 0.000000e+00
// CHECK-NEXT: nn.batch_norm %[[M]], %[[ONE]], %[[T]], %[[ZERO]], %[[ONE]] epsilon 0.000000e+00
// CHECK-NEXT: nn.conv2d
// FOLD-LABEL: func.func @scalars
// FOLD-NOT: nn.batch_norm
// FOLD: nn.conv2d {{.*}}nn.block = #nn.block<"linear0", depthwise>
// FOLD: nn.conv2d {{.*}}nn.block = #nn.block<"linear0", project>
func.func @scalars(%x: tensor<1x6x6x8xf32>) -> tensor<1x6x6x12xf32> {
  %w0 = nn.parameter "w0" : tensor<8x3x3x1xf32>
  %w1 = nn.parameter "w1" : tensor<12x1x1x8xf32>
  %s = nn.constant dense<2.0> : tensor<f32>
  %t = nn.constant dense<-0.5> : tensor<f32>
  %0 = nn.conv2d %x, %w0 pads [1, 1, 1, 1] groups 8 : (tensor<1x6x6x8xf32>, tensor<8x3x3x1xf32>) -> tensor<1x6x6x8xf32>
  %1 = nn.mul %s, %0 : (tensor<f32>, tensor<1x6x6x8xf32>) -> tensor<1x6x6x8xf32>
  %2 = nn.add %1, %t : (tensor<1x6x6x8xf32>, tensor<f32>) -> tensor<1x6x6x8xf32>
  %3 = nn.conv2d %2, %w1 : (tensor<1x6x6x8xf32>, tensor<12x1x1x8xf32>) -> tensor<1x6x6x12xf32>
  return %3 : tensor<1x6x6x12xf32>
}

// One number a channel, behind a shape that keeps the channels.
// CHECK-LABEL: func.func @channels
// CHECK: nn.param_reshape
// CHECK: nn.batch_norm
// CHECK-NOT: nn.sub
// FOLD-LABEL: func.func @channels
// FOLD: nn.conv_transpose2d %{{.*}}, %{{.*}}, %{{.*}} strides
// FOLD-NEXT: nn.reshape
// FOLD-NEXT: return
func.func @channels(%x: tensor<1x1x6x8xf32>) -> tensor<1x12x4xf32> {
  %w = nn.parameter "w" : tensor<4x1x2x8xf32>
  %t = nn.parameter "t" : tensor<1x1x4xf32>
  %0 = nn.conv_transpose2d %x, %w strides [1, 2] : (tensor<1x1x6x8xf32>, tensor<4x1x2x8xf32>) -> tensor<1x1x12x4xf32>
  %1 = nn.reshape %0 : (tensor<1x1x12x4xf32>) -> tensor<1x12x4xf32>
  %2 = nn.sub %1, %t : (tensor<1x12x4xf32>, tensor<1x1x4xf32>) -> tensor<1x12x4xf32>
  return %2 : tensor<1x12x4xf32>
}

// CHECK-LABEL: func.func @divided
// CHECK: nn.constant dense<2.500000e-01> : tensor<4xf32>
// CHECK: nn.batch_norm
func.func @divided(%x: tensor<1x6x6x8xf32>) -> tensor<1x6x6x4xf32> {
  %w = nn.parameter "w" : tensor<4x1x1x8xf32>
  %s = nn.constant dense<4.0> : tensor<f32>
  %0 = nn.conv2d %x, %w : (tensor<1x6x6x8xf32>, tensor<4x1x1x8xf32>) -> tensor<1x6x6x4xf32>
  %1 = nn.div %0, %s : (tensor<1x6x6x4xf32>, tensor<f32>) -> tensor<1x6x6x4xf32>
  return %1 : tensor<1x6x6x4xf32>
}

// A hard sigmoid is spelled with an offset, too.
// CHECK-LABEL: func.func @sigmoid
// CHECK: nn.activation {{.*}} <hard_sigmoid
// CHECK-NOT: nn.batch_norm
func.func @sigmoid(%x: tensor<1x6x6x8xf32>) -> tensor<1x6x6x4xf32> {
  %w = nn.parameter "w" : tensor<4x1x1x8xf32>
  %three = nn.constant dense<3.0> : tensor<f32>
  %six = nn.constant dense<6.0> : tensor<f32>
  %0 = nn.conv2d %x, %w : (tensor<1x6x6x8xf32>, tensor<4x1x1x8xf32>) -> tensor<1x6x6x4xf32>
  %1 = nn.add %0, %three : (tensor<1x6x6x4xf32>, tensor<f32>) -> tensor<1x6x6x4xf32>
  %2 = nn.activation %1 <clamp, 0.0, 6.0> : (tensor<1x6x6x4xf32>) -> tensor<1x6x6x4xf32>
  %3 = nn.div %2, %six : (tensor<1x6x6x4xf32>, tensor<f32>) -> tensor<1x6x6x4xf32>
  return %3 : tensor<1x6x6x4xf32>
}

// Left alone: other readers, an activation before it, no convolution, another
// dimension.
// CHECK-LABEL: func.func @left
// CHECK-NOT: nn.batch_norm
// CHECK: return
func.func @left(%x: tensor<1x6x6x6xf32>) -> (tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>) {
  %w = nn.parameter "w" : tensor<6x1x1x6xf32>
  %rows = nn.parameter "rows" : tensor<6x1xf32>
  %two = nn.constant dense<2.0> : tensor<f32>
  %0 = nn.conv2d %x, %w : (tensor<1x6x6x6xf32>, tensor<6x1x1x6xf32>) -> tensor<1x6x6x6xf32>
  %1 = nn.mul %0, %two : (tensor<1x6x6x6xf32>, tensor<f32>) -> tensor<1x6x6x6xf32>
  %2 = nn.add %0, %1 : (tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>) -> tensor<1x6x6x6xf32>
  %3 = nn.conv2d %x, %w activation <relu> : (tensor<1x6x6x6xf32>, tensor<6x1x1x6xf32>) -> tensor<1x6x6x6xf32>
  %4 = nn.mul %3, %two : (tensor<1x6x6x6xf32>, tensor<f32>) -> tensor<1x6x6x6xf32>
  %5 = nn.mul %x, %two : (tensor<1x6x6x6xf32>, tensor<f32>) -> tensor<1x6x6x6xf32>
  %6 = nn.conv2d %x, %w : (tensor<1x6x6x6xf32>, tensor<6x1x1x6xf32>) -> tensor<1x6x6x6xf32>
  %7 = nn.mul %6, %rows : (tensor<1x6x6x6xf32>, tensor<6x1xf32>) -> tensor<1x6x6x6xf32>
  return %2, %4, %5, %7 : tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>, tensor<1x6x6x6xf32>
}
