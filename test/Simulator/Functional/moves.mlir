// Data that only moves arrives where the network has it: borders, lookups, transposes, concatenations and slices.
// RUN: tenon-sim %s --engine=ne-small --values --tolerance=0 --report=json -o %t.json && FileCheck %s < %t.json
// RUN: tenon-sim %s --engine=ne-large --type=f16 --values --tolerance=0 --mode=tick | FileCheck %s --check-prefix=TABLE

// CHECK: "output": "output0"
// CHECK: "relative": 0,
// CHECK: "is_near": true
// CHECK: "output": "output6"
// CHECK: "relative": 0,
// TABLE: values of output0: absolute 0, relative 0{{$}}
// TABLE: values of output6: absolute 0, relative 0{{$}}
func.func @main(%x: tensor<1x9x10x8xf32>) -> (tensor<1x14x16x8xf32>, tensor<1x14x13x8xf32>, tensor<1x9x5x8xf32>, tensor<3x8xf32>, tensor<1x12x10x8xf32>, tensor<1x10x8x9xf32>, tensor<1x9x10x12xf32>) {
  %0 = nn.pad reflect %x low [0, 3, 2, 0] high [0, 2, 4, 0] : (tensor<1x9x10x8xf32>) -> tensor<1x14x16x8xf32>
  %1 = nn.pad edge %x low [0, 0, 3, 0] high [0, 5, 0, 0] : (tensor<1x9x10x8xf32>) -> tensor<1x14x13x8xf32>
  %i = nn.constant dense<[1, 2, 3, -1, 0]> : tensor<5xi64>
  %2 = nn.gather %x, %i axis 2 : (tensor<1x9x10x8xf32>, tensor<5xi64>) -> tensor<1x9x5x8xf32>
  %t = nn.parameter "t" : tensor<40x8xf32>
  %j = nn.constant dense<[39, 5, 6]> : tensor<3xi64>
  %3 = nn.gather %t, %j axis 0 : (tensor<40x8xf32>, tensor<3xi64>) -> tensor<3x8xf32>
  %4 = nn.pad constant %x low [0, 1, 0, 0] high [0, 2, 0, 0] value 2.5 : f32 : (tensor<1x9x10x8xf32>) -> tensor<1x12x10x8xf32>
  %5 = nn.transpose %x permutation [0, 2, 3, 1] : (tensor<1x9x10x8xf32>) -> tensor<1x10x8x9xf32>
  %6 = nn.slice %x offsets [0, 0, 0, 2] sizes [1, 9, 10, 4] strides [1, 1, 1, 1] : (tensor<1x9x10x8xf32>) -> tensor<1x9x10x4xf32>
  %7 = nn.concat %6, %x axis 3 : (tensor<1x9x10x4xf32>, tensor<1x9x10x8xf32>) -> tensor<1x9x10x12xf32>
  return %0, %1, %2, %3, %4, %5, %7 : tensor<1x14x16x8xf32>, tensor<1x14x13x8xf32>, tensor<1x9x5x8xf32>, tensor<3x8xf32>, tensor<1x12x10x8xf32>, tensor<1x10x8x9xf32>, tensor<1x9x10x12xf32>
}
