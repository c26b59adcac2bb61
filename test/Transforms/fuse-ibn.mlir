// RUN: tenon-opt %s --nn-fuse-ibn | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s '--nn-fuse-ibn=blocks=*' | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s --nn-fuse-ibn=blocks=a,b,gate | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s '--nn-fuse-ibn=blocks=a*,[bg]*' | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s --canonicalize --nn-fuse-ibn --canonicalize | FileCheck %s --check-prefixes=CHECK,ALL
// RUN: tenon-opt %s --nn-fuse-ibn=blocks=b | FileCheck %s --check-prefixes=CHECK,SECOND
// RUN: tenon-opt %s --nn-fuse-ibn=blocks=b,b,b* | FileCheck %s --check-prefixes=CHECK,SECOND
// RUN: tenon-opt %s > %t.before.mlir
// RUN: tenon-opt %s --nn-fuse-ibn=blocks= > %t.none.mlir
// RUN: cmp %t.before.mlir %t.none.mlir
// RUN: tenon-opt %s '--nn-fuse-ibn=blocks=zz*' > %t.zz.mlir
// RUN: cmp %t.before.mlir %t.zz.mlir
// RUN: tenon-opt %s --nn-fuse-ibn=promise=exact '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=EXACT
// RUN: tenon-opt %s --nn-fuse-ibn '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: [Passed] fused | Category:nn-fuse-ibn{{.*}}a{{.*}}exact
// REMARK: [Passed] fused | Category:nn-fuse-ibn{{.*}}b{{.*}}initialised, the bias meets padding
// REMARK: [Passed] fused | Category:nn-fuse-ibn{{.*}}gate{{.*}}initialised, an activation stood between
// REMARK: [Missed] refused | Category:nn-fuse-ibn{{.*}}readers{{.*}}the expanded tensor has other readers

// EXACT: [Passed] fused | Category:nn-fuse-ibn{{.*}}a{{.*}}exact
// EXACT: [Missed] refused | Category:nn-fuse-ibn{{.*}}b{{.*}}the bias meets padding
// EXACT: [Missed] refused | Category:nn-fuse-ibn{{.*}}gate{{.*}}an activation stood between
// EXACT-NOT: [Passed]

// Without biases; stride, padding, activation and residual stay.
// CHECK-LABEL: func.func @a(
// CHECK-SAME: %[[X:.*]]: tensor<1x8x8x8xf32>)
// CHECK-DAG: %[[WE:.*]] = nn.parameter "we"
// CHECK-DAG: %[[WD:.*]] = nn.parameter "wd"
// CHECK-DAG: %[[WP:.*]] = nn.parameter "wp"
// ALL: %[[F:.*]] = nn.param_merge_filters %[[WE]], %[[WD]]
// ALL-NEXT: %[[Y:.*]] = nn.conv2d %[[X]], %[[F]] pads [1, 1, 1, 1] activation <relu> {nn.block = #nn.block<"a", fused>} : (tensor<1x8x8x8xf32>, tensor<48x3x3x8xf32>) -> tensor<1x8x8x48xf32>
// ALL-NEXT: %[[Z:.*]] = nn.conv2d %[[Y]], %[[WP]] {nn.block = #nn.block<"a", project>}
// ALL-NEXT: nn.add %[[X]], %[[Z]] {nn.block = #nn.block<"a", add>}
// SECOND-NOT: nn.param_merge_filters
// SECOND: {nn.block = #nn.block<"a", depthwise>}
func.func @a(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %we = nn.parameter "we" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %wp = nn.parameter "wp" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"a", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd pads [1, 1, 1, 1] groups 48 activation <relu> {nn.block = #nn.block<"a", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wp {nn.block = #nn.block<"a", project>} : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32>
  %3 = nn.add %x, %2 {nn.block = #nn.block<"a", add>} : (tensor<1x8x8x8xf32>, tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32>
  return %3 : tensor<1x8x8x8xf32>
}

// With both biases, a stride and a dilation.
// CHECK-LABEL: func.func @b(
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<1x8x8x8xf32>)
// CHECK-DAG: %[[WE:.*]] = nn.parameter "we"
// CHECK-DAG: %[[WD:.*]] = nn.parameter "wd"
// CHECK-DAG: %[[BE:.*]] = nn.parameter "be"
// CHECK-DAG: %[[BD:.*]] = nn.parameter "bd"
// CHECK: %[[F:.*]] = nn.param_merge_filters %[[WE]], %[[WD]]
// CHECK-NEXT: %[[B:.*]] = nn.param_merge_biases %[[BE]], %[[WD]], %[[BD]]
// CHECK-NEXT: nn.conv2d %[[X]], %[[F]], %[[B]] strides [2, 2] pads [2, 1, 2, 1] dilations [2, 2] {nn.block = #nn.block<"b", fused>}
func.func @b(%x: tensor<1x8x8x8xf32>) -> tensor<1x4x4x48xf32> {
  %we = nn.parameter "we" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %be = nn.parameter "be" : tensor<48xf32>
  %bd = nn.parameter "bd" : tensor<48xf32>
  %0 = nn.conv2d %x, %we, %be {nn.block = #nn.block<"b", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>, tensor<48xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd, %bd strides [2, 2] pads [2, 1, 2, 1] dilations [2, 2] groups 48 {nn.block = #nn.block<"b", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>, tensor<48xf32>) -> tensor<1x4x4x48xf32>
  return %1 : tensor<1x4x4x48xf32>
}

// A bias of the expansion alone, and an activation that cleanup left.
// CHECK-LABEL: func.func @gate(
// ALL: nn.param_merge_biases %{{[a-z0-9]*}}, %{{[a-z0-9]*}} : (tensor<48xf32>, tensor<48x3x3x1xf32>) -> tensor<48xf32>
// ALL-NEXT: nn.conv2d {{.*}} {nn.block = #nn.block<"gate", fused>}
// ALL-NEXT: return
// SECOND: nn.activation
func.func @gate(%x: tensor<1x8x8x8xf32>) -> tensor<1x6x6x48xf32> {
  %we = nn.parameter "we" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %be = nn.parameter "be" : tensor<48xf32>
  %0 = nn.conv2d %x, %we, %be {nn.block = #nn.block<"gate", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>, tensor<48xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.activation %0 <relu> : (tensor<1x8x8x48xf32>) -> tensor<1x8x8x48xf32>
  %2 = nn.conv2d %1, %wd groups 48 {nn.block = #nn.block<"gate", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x6x6x48xf32>
  return %2 : tensor<1x6x6x48xf32>
}

// Labels do not force what is not possible.
// CHECK-LABEL: func.func @readers(
// CHECK-NOT: nn.param_merge_filters
// CHECK: return
func.func @readers(%x: tensor<1x8x8x8xf32>) -> (tensor<1x6x6x48xf32>, tensor<1x8x8x48xf32>) {
  %we = nn.parameter "we" : tensor<48x1x1x8xf32>
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"readers", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd groups 48 {nn.block = #nn.block<"readers", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x6x6x48xf32>
  return %1, %0 : tensor<1x6x6x48xf32>, tensor<1x8x8x48xf32>
}

// Neither can a filter become an expression that the network computes.
// CHECK-LABEL: func.func @computed(
// CHECK-NOT: nn.param_merge_filters
// CHECK: return
// REMARK: [Missed] refused | Category:nn-fuse-ibn{{.*}}computed{{.*}}the network computes its filter or bias
func.func @computed(%x: tensor<1x8x8x8xf32>, %we: tensor<48x1x1x8xf32>) -> tensor<1x6x6x48xf32> {
  %wd = nn.parameter "wd" : tensor<48x3x3x1xf32>
  %0 = nn.conv2d %x, %we {nn.block = #nn.block<"computed", expand>} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
  %1 = nn.conv2d %0, %wd groups 48 {nn.block = #nn.block<"computed", depthwise>} : (tensor<1x8x8x48xf32>, tensor<48x3x3x1xf32>) -> tensor<1x6x6x48xf32>
  return %1 : tensor<1x6x6x48xf32>
}
