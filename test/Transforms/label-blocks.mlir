// RUN: tenon-opt %s --nn-label-blocks | FileCheck %s
// RUN: tenon-opt %s --nn-label-blocks --canonicalize --cse | FileCheck %s
// RUN: tenon-opt %s --nn-label-blocks --nn-label-blocks | FileCheck %s
// RUN: tenon-opt %s --nn-elide-parameters --nn-label-blocks | FileCheck %s
// RUN: tenon-opt %s --nn-label-blocks > %t.once.mlir
// RUN: tenon-opt %t.once.mlir --nn-label-blocks > %t.twice.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir
// RUN: tenon-opt %s --nn-label-blocks --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: remark: [Passed] labelled | Category:nn-label-blocks{{.*}}ibn0{{.*}}8{{.*}}->{{.*}}48{{.*}}->{{.*}}8{{.*}} channels
// REMARK: ibn1{{.*}}8{{.*}}->{{.*}}48{{.*}}->{{.*}}16{{.*}} channels

// The addition of the block's input, on either side.
// CHECK-LABEL: func.func @residual(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn0", expand>}
// CHECK: nn.conv2d {{.*}} groups 48 {nn.block = #nn.block<"ibn0", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn0", project>}
// CHECK: nn.add {{.*}} {nn.block = #nn.block<"ibn0", add>}
func.func @residual(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32> {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.add %x, %2 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

// Activations by themselves stand between; numbers go on in the next function.
// CHECK-LABEL: func.func @activations(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn1", expand>}
// CHECK: nn.activation %{{.*}} <relu> :
// CHECK: nn.conv2d {{.*}} strides [2, 2] {{.*}} {nn.block = #nn.block<"ibn1", depthwise>}
// CHECK: nn.activation %{{.*}} <relu> :
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn1", project>}
// CHECK: return
func.func @activations(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<16x1x1x48xf32>) -> tensor<1x4x4x16xf32> {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x8x8x48xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wd strides [2, 2] pads [0, 1, 0, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x4x4x48xf32>
  %3 = nn.activation %2 <relu> : (tensor<1x4x4x48xf32>) -> tensor<1x4x4x48xf32>
  %4 = nn.conv2d %3, %wp : (tensor<1x4x4x48xf32>, tensor<16x1x1x48xf32>) -> tensor<1x4x4x16xf32>
  return %4 : tensor<1x4x4x16xf32>
}

// CHECK-LABEL: func.func @squeeze_excite(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn2", expand>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn2", depthwise>}
// CHECK: nn.reduce
// CHECK-NOT: nn.block
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn2", squeeze>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn2", squeeze>}
// CHECK: nn.mul {{.*}} {nn.block = #nn.block<"ibn2", gate>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn2", project>}
func.func @squeeze_excite(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %ws: tensor<12x1x1x48xf32>, %wx: tensor<48x1x1x12xf32>, %wp: tensor<16x1x1x48xf32>) -> tensor<1x8x8x16xf32> {
  %0 = nn.conv2d %x, %we activation <relu> : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 activation <relu> : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.reduce mean %1 axes [1, 2] : (tensor<1x8x8x48xf32>) -> tensor<1x1x1x48xf32>
  %3 = nn.conv2d %2, %ws activation <relu> : (tensor<1x1x1x48xf32>, tensor<12x1x1x48xf32>) -> tensor<1x1x1x12xf32>
  %4 = nn.conv2d %3, %wx activation <hard_sigmoid, 0.2, 0.5> : (tensor<1x1x1x12xf32>, tensor<48x1x1x12xf32>) -> tensor<1x1x1x48xf32>
  %5 = nn.mul %1, %4 : (tensor<1x8x8x48xf32>, tensor<1x1x1x48xf32>) -> tensor<1x8x8x48xf32>
  %6 = nn.conv2d %5, %wp : (tensor<1x8x8x48xf32>, tensor<16x1x1x48xf32>) -> tensor<1x8x8x16xf32>
  return %6 : tensor<1x8x8x16xf32>
}

// The expanded tensor is an output too, and the network goes on behind.
// CHECK-LABEL: func.func @two_readers_of_expand(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn3", expand>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn3", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn3", project>}
// CHECK: nn.conv2d
// CHECK-NOT: nn.block
// CHECK: return
func.func @two_readers_of_expand(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> (tensor<1x8x8x48xf32>, tensor<1x8x8x48xf32>) {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.conv2d %2, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  return %3, %0 : tensor<1x8x8x48xf32>, tensor<1x8x8x48xf32>
}

// A head on what another block expanded ends there: no block of its own.
// CHECK-LABEL: func.func @head(
// CHECK: nn.conv2d {{[^{]*}} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>)
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"linear0", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"linear0", project>}
// CHECK: return
func.func @head(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> (tensor<1x512xf32>, tensor<1x8x8x48xf32>) {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.reshape %2 : (tensor<1x8x8x8xf32>) -> tensor<1x512xf32>
  return %3, %0 : tensor<1x512xf32>, tensor<1x8x8x48xf32>
}

// Something else reads the depthwise convolution.
// CHECK-LABEL: func.func @two_readers_of_depthwise(
// CHECK: {nn.block = #nn.block<"ibn4", expand>}
// CHECK: {nn.block = #nn.block<"ibn4", depthwise>}
// CHECK: {nn.block = #nn.block<"ibn4", project>}
// CHECK: nn.exp
// CHECK: return
func.func @two_readers_of_depthwise(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> (tensor<1x8x8x8xf32>, tensor<1x8x8x48xf32>) {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.exp %1 : (tensor<1x8x8x48xf32>) -> tensor<1x8x8x48xf32>
  return %2, %3 : tensor<1x8x8x8xf32>, tensor<1x8x8x48xf32>
}

// No expansion; a depthwise one behind a kernel of 3x3; a stride in front; two
// full convolutions of 3x3 inside; a projection that does not narrow.
// CHECK-LABEL: func.func @near_misses(
// CHECK-NOT: "ibn
// CHECK: return
func.func @near_misses(%x: tensor<1x8x8x48xf32>, %w1: tensor<48x1x1x48xf32>, %w2: tensor<96x3x3x48xf32>, %w3: tensor<96x1x1x48xf32>, %wd: tensor<48x3x3x1xf32>, %wf: tensor<96x3x3x1xf32>, %wg: tensor<96x3x3x96xf32>, %wp: tensor<8x1x1x48xf32>, %wq: tensor<8x1x1x96xf32>) -> (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>, tensor<1x4x4x8xf32>, tensor<1x8x8x8xf32>) {
  %0 = nn.conv2d %x, %w1 : (tensor<1x8x8x48xf32>, tensor<48x1x1x48xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.conv2d %x, %w2 pads [1, 1, 1, 1] : (tensor<1x8x8x48xf32>, tensor<96x3x3x48xf32>) -> tensor<1x8x8x96xf32>
  %4 = nn.conv2d %3, %wf pads [1, 1, 1, 1] groups 96 : (tensor<1x8x8x96xf32>, tensor<96x3x3x1xf32>) -> tensor<1x8x8x96xf32>
  %5 = nn.conv2d %4, %wq : (tensor<1x8x8x96xf32>, tensor<8x1x1x96xf32>) -> tensor<1x8x8x8xf32>
  %6 = nn.conv2d %x, %w3 strides [2, 2] : (tensor<1x8x8x48xf32>, tensor<96x1x1x48xf32>) -> tensor<1x4x4x96xf32>
  %7 = nn.conv2d %6, %wf pads [1, 1, 1, 1] groups 96 : (tensor<1x4x4x96xf32>, tensor<96x3x3x1xf32>) -> tensor<1x4x4x96xf32>
  %8 = nn.conv2d %7, %wq : (tensor<1x4x4x96xf32>, tensor<8x1x1x96xf32>) -> tensor<1x4x4x8xf32>
  %9 = nn.conv2d %x, %w3 : (tensor<1x8x8x48xf32>, tensor<96x1x1x48xf32>) -> tensor<1x8x8x96xf32>
  %10 = nn.conv2d %9, %wg pads [1, 1, 1, 1] : (tensor<1x8x8x96xf32>, tensor<96x3x3x96xf32>) -> tensor<1x8x8x96xf32>
  %11 = nn.conv2d %10, %wq : (tensor<1x8x8x96xf32>, tensor<8x1x1x96xf32>) -> tensor<1x8x8x8xf32>
  return %2, %5, %8, %11 : tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>, tensor<1x4x4x8xf32>, tensor<1x8x8x8xf32>
}

// An addition of something else is not the block's.
// CHECK-LABEL: func.func @foreign_addition(
// CHECK: {nn.block = #nn.block<"ibn5", project>}
// CHECK: nn.add
// CHECK-NOT: nn.block
// CHECK: return
func.func @foreign_addition(%x: tensor<1x8x8x8xf32>, %y: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32> {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.add %y, %2 : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}
