// RUN: tenon-opt %s --nn-elide-parameters | FileCheck %s
// RUN: tenon-opt %s --nn-elide-parameters --nn-elide-parameters | FileCheck %s

// CHECK-NOT: dense_resource
// CHECK: nn.parameter "w" : tensor<2xf32>
// CHECK: nn.parameter "r" : tensor<2xf32>
// CHECK: nn.parameter "n" : tensor<2xf32>
// CHECK: nn.constant dense<5.000000e-01> : tensor<1xf32>
// CHECK-NOT: dialect_resources
func.func @main() -> (tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<1xf32>) {
  %0 = nn.parameter "w" value(dense<1.0> : tensor<2xf32>) : tensor<2xf32>
  %1 = nn.parameter "r" value(dense_resource<blob> : tensor<2xf32>) : tensor<2xf32>
  %2 = nn.parameter "n" : tensor<2xf32>
  %3 = nn.constant dense<0.5> : tensor<1xf32>
  return %0, %1, %2, %3 : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<1xf32>
}

{-#
  dialect_resources: {
    builtin: {
      blob: "0x040000000000803F00000040"
    }
  }
#-}
