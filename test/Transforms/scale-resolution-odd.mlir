// RUN: tenon-opt %s --nn-scale-resolution=input=7x7 --verify-diagnostics -o /dev/null

func.func @reshape(%x: tensor<1x8x8x8xf32>) -> tensor<1x4x2x8x8xf32> {
  // expected-error@+1 {{nn-scale-resolution: 'nn.reshape' does not follow: its sizes do not divide the image of type 'tensor<1x7x7x8xf32>'}}
  %0 = nn.reshape %x : (tensor<1x8x8x8xf32>) -> tensor<1x4x2x8x8xf32>
  return %0 : tensor<1x4x2x8x8xf32>
}
