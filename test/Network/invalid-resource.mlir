// RUN: not tenon-opt %s 2>&1 | FileCheck %s
// CHECK: error: 'nn.parameter' op expected a resource of 16 bytes, but got 4
func.func @parameter_c2() {
  %0 = nn.parameter "w" value(dense_resource<w> : tensor<4xf32>) : tensor<4xf32>
  return
}
{-# dialect_resources: { builtin: { w: "0x040000000000803F" } } #-}
