// RUN: tenon-opt %s --nn-expand-depthwise | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s --nn-expand-depthwise=blocks=b | FileCheck %s --check-prefixes=CHECK,SECOND
// RUN: tenon-opt %s --nn-expand-depthwise --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-expand-depthwise > %t.once.mlir
// RUN: tenon-opt %t.once.mlir --nn-expand-depthwise > %t.twice.mlir
// RUN: cmp %t.once.mlir %t.twice.mlir
// RUN: not tenon-opt %s --nn-expand-depthwise=blocks=c 2>&1 | FileCheck %s --check-prefix=UNKNOWN
// RUN: not tenon-opt %t.once.mlir --nn-expand-depthwise=blocks=a 2>&1 | FileCheck %s --check-prefix=NONE

// REMARK: [Passed] expanded | Category:nn-expand-depthwise{{.*}}a: {{.*}}48{{.*}} groups -> 1, exact
// UNKNOWN: error: nn-expand-depthwise: no block is named 'c'; there are a to b
// NONE: error: nn-expand-depthwise: no block is named 'a'; the network has no blocks to expand, run nn-label-blocks first

// CHECK-LABEL: func.func @main(
// ALL: %[[F:.*]] = nn.param_block_diagonal %{{.*}} groups 48 : (tensor<48x3x3x1xf32>) -> tensor<48x3x3x48xf32>
// ALL-NEXT: nn.conv2d %{{.*}}, %[[F]] pads [1, 1, 1, 1] {nn.block = #nn.block<"a", depthwise>}
// SECOND: groups 48 {nn.block = #nn.block<"a", depthwise>}
// CHECK: nn.param_block_diagonal %{{.*}} groups 48 : (tensor<96x3x3x1xf32>) -> tensor<96x3x3x48xf32>
// CHECK-NEXT: nn.conv2d %{{.*}}, %{{[0-9a-z]*}} strides [2, 2] pads [0, 1, 0, 1] activation <relu> {nn.block = #nn.block<"b", depthwise>}
func.func @main(%x: tensor<1x8x8x48xf32>) -> tensor<1x4x4x96xf32> {
  %w = nn.parameter "w" : tensor<48x3x3x1xf32>
  %v = nn.parameter "v" : tensor<96x3x3x1xf32>
  %0 = nn.conv2d %x, %w pads [1, 1, 1, 1] groups 48 {nn.block = #nn.block<"a", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %v strides [2, 2] pads [0, 1, 0, 1] groups 48 activation <relu> {nn.block = #nn.block<"b", depthwise>} : (tensor<1x8x8x48xf32>, tensor<96x3x3x1xf32>) -> tensor<1x4x4x96xf32>
  return %1 : tensor<1x4x4x96xf32>
}
