// RUN: tenon-opt %s --nn-expand-selection | FileCheck %s
// RUN: tenon-opt %s --nn-expand-selection --remarks-filter=.* -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: tenon-opt %s --nn-expand-selection --nn-elide-parameters > %t.after.mlir
// RUN: tenon-opt %s --nn-elide-parameters --nn-expand-selection > %t.before.mlir
// RUN: cmp %t.after.mlir %t.before.mlir

// REMARK: [Passed] expanded | Category:nn-expand-selection{{.*}}1 elements -> 2 operations, exact
// REMARK: [Passed] expanded | Category:nn-expand-selection{{.*}}3 elements ->
// REMARK: [Passed] expanded | Category:nn-expand-selection{{.*}}2 elements ->
// REMARK: [Missed] refused | Category:nn-expand-selection{{.*}}its elements are integers
// REMARK: [Missed] refused | Category:nn-expand-selection{{.*}}too many elements of long rows
// REMARK: [Missed] refused | Category:nn-expand-selection{{.*}}too many pairs of elements

// CHECK-LABEL: func.func @example
// CHECK: %{{.*}} = nn.reduce max %{{.*}} axes [1] : (tensor<2x9xf32>) -> tensor<2x1xf32>
// CHECK: %{{.*}} = nn.arg_reduce max %{{.*}} axis 1 : (tensor<2x9xf32>) -> tensor<2x1xi64>
func.func @example(%x: tensor<2x9xf32>) -> (tensor<2x1xf32>, tensor<2x1xi64>) {
  %values, %places = nn.top_k max %x axis 1 count 1 : (tensor<2x9xf32>) -> (tensor<2x1xf32>, tensor<2x1xi64>)
  return %values, %places : tensor<2x1xf32>, tensor<2x1xi64>
}

// CHECK-LABEL: func.func @ranked
// CHECK-NOT: nn.top_k
// CHECK: nn.compare gt
// CHECK: return
func.func @ranked(%x: tensor<2x9x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xi64>) {
  %values, %places = nn.top_k max %x axis 1 count 3 : (tensor<2x9x4xf32>) -> (tensor<2x3x4xf32>, tensor<2x3x4xi64>)
  return %values, %places : tensor<2x3x4xf32>, tensor<2x3x4xi64>
}

// CHECK-LABEL: func.func @searched
// CHECK: nn.reduce min
// CHECK: nn.arg_reduce min
// CHECK: nn.select
// CHECK: nn.reduce min
func.func @searched(%x: tensor<2x300xf32>) -> (tensor<2x2xf32>, tensor<2x2xi64>) {
  %values, %places = nn.top_k min %x axis 1 count 2 : (tensor<2x300xf32>) -> (tensor<2x2xf32>, tensor<2x2xi64>)
  return %values, %places : tensor<2x2xf32>, tensor<2x2xi64>
}

// CHECK-LABEL: func.func @refused
// CHECK-COUNT-3: nn.top_k
func.func @refused(%i: tensor<2x9xi32>, %x: tensor<2x300xf32>, %y: tensor<1000x250xf32>) -> (tensor<2x3xi32>, tensor<2x65xf32>, tensor<1000x2xf32>) {
  %0, %p0 = nn.top_k max %i axis 1 count 3 : (tensor<2x9xi32>) -> (tensor<2x3xi32>, tensor<2x3xi64>)
  %1, %p1 = nn.top_k max %x axis 1 count 65 : (tensor<2x300xf32>) -> (tensor<2x65xf32>, tensor<2x65xi64>)
  %2, %p2 = nn.top_k max %y axis 1 count 2 : (tensor<1000x250xf32>) -> (tensor<1000x2xf32>, tensor<1000x2xi64>)
  return %0, %1, %2 : tensor<2x3xi32>, tensor<2x65xf32>, tensor<1000x2xf32>
}
