// RUN: tenon-opt %s --nn-label-blocks | FileCheck %s

// Labels that are there stay, and their numbers are not given again.
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn7", expand>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn7", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn7", project>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn8", expand>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn8", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn8", project>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"mine", fused>}
func.func @main(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>, %wd: tensor<48x3x3x1xf32>, %wp: tensor<8x1x1x48xf32>) -> tensor<1x8x8x48xf32> {
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"ibn7", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"ibn7", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp {nn.block = #nn.block<"ibn7", project>} : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.conv2d %2, %we : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %4 = nn.conv2d %3, %wd pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %5 = nn.conv2d %4, %wp : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %6 = nn.conv2d %5, %we {nn.block = #nn.block<"mine", fused>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  return %6 : tensor<1x8x8x48xf32>
}

// A convolution that ends one block and could start the next belongs to the
// first: a role that was just given stays, too.
// CHECK-LABEL: func.func @chained(
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn9", expand>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn9", depthwise>}
// CHECK: nn.conv2d {{.*}} {nn.block = #nn.block<"ibn9", project>}
// CHECK-NOT: nn.block
// CHECK: return
func.func @chained(%x: tensor<1x8x8x8xf32>, %we: tensor<16x1x1x8xf32>, %wd: tensor<16x3x3x1xf32>, %wp: tensor<48x1x1x16xf32>, %wf: tensor<48x3x3x1xf32>, %wq: tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32> {
  %0 = nn.conv2d %x, %we : (tensor<1x8x8x8xf32>, tensor<16x1x1x8xf32>) -> tensor<1x8x8x16xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 16 : (tensor<1x8x8x16xf32>, tensor<16x3x3x1xf32>) -> tensor<1x8x8x16xf32>
  %2 = nn.conv2d %1, %wp : (tensor<1x8x8x16xf32>, tensor<48x1x1x16xf32>) -> tensor<1x8x8x48xf32>
  %3 = nn.conv2d %2, %wf pads [1, 1, 1, 1] groups 48 : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %4 = nn.conv2d %3, %wq : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  return %4 : tensor<1x8x8x8xf32>
}
