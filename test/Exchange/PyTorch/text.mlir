// What the Python looks like. A network without weights can go to standard
// output.
// RUN: tenon-translate --export-pytorch %s | FileCheck %s

// CHECK: """A network as a module of PyTorch, written by Tenon."""
// CHECK: import argparse
// CHECK-NOT: pathlib
// CHECK: class Network(nn.Module):
// CHECK: inputs = {"a picture": (1, 8, 8, 3)}
// CHECK-NEXT: outputs = ("logits",)
// CHECK: super().__init__()
// CHECK-NEXT: self.stem_conv_0 = nn.Conv2d(3, 16, 3, stride=2, padding=0)
// CHECK-NEXT: self.forward_1 = nn.Conv2d(16, 16, 1, bias=False)
// CHECK-NEXT: self.norm = nn.BatchNorm2d(16, eps=1e-05)
// CHECK-NEXT: self.shift = nn.Parameter(torch.zeros((1, 16, 1, 1)))
// CHECK-NEXT: self.stem_conv_0_1 = nn.Linear(16, 5, bias=False)
// CHECK: def forward(self, a_picture):
// CHECK-NEXT: x = F.relu6(self.stem_conv_0(F.pad(a_picture.permute(0, 3, 1, 2), (0, 1, 0, 1))))
// CHECK-NEXT: y = self.forward_1(x)
// CHECK-NEXT: y = self.norm(y)
// CHECK-NEXT: x = x + y
// CHECK-NEXT: x = x + self.shift
// CHECK-NEXT: x = x * 0.5
// CHECK-NEXT: x = x.mean((2, 3), keepdim=True)
// CHECK-NEXT: x = x.flatten(1)
// CHECK-NEXT: x = self.stem_conv_0_1(x)
// CHECK-NEXT: return x

func.func @main(%image: tensor<1x8x8x3xf32> {nn.name = "a picture"}) -> (tensor<1x5xf32> {nn.name = "logits"}) {
  %w = nn.parameter "w" : tensor<16x3x3x3xf32>
  %b = nn.parameter "b" : tensor<16xf32>
  %v = nn.parameter "v" : tensor<16x1x1x16xf32>
  %s = nn.parameter "s" : tensor<16xf32>
  %o = nn.parameter "o" : tensor<16xf32>
  %m = nn.parameter "m" : tensor<16xf32>
  %r = nn.parameter "r" : tensor<16xf32>
  %t = nn.parameter "shift" : tensor<16xf32>
  %f = nn.parameter "f" : tensor<5x16xf32>
  %c = nn.constant dense<0.5> : tensor<1xf32>
  %0 = nn.conv2d %image, %w, %b strides [2, 2] pads [0, 1, 0, 1] activation <clamp, 0.0, 6.0> : (tensor<1x8x8x3xf32>, tensor<16x3x3x3xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32> loc("/stem/conv.0")
  %1 = nn.conv2d %0, %v : (tensor<1x4x4x16xf32>, tensor<16x1x1x16xf32>) -> tensor<1x4x4x16xf32> loc("forward")
  %2 = nn.batch_norm %1, %s, %o, %m, %r epsilon 1.0e-05 : (tensor<1x4x4x16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32> loc("norm")
  %3 = nn.add %0, %2 : (tensor<1x4x4x16xf32>, tensor<1x4x4x16xf32>) -> tensor<1x4x4x16xf32>
  %4 = nn.add %3, %t : (tensor<1x4x4x16xf32>, tensor<16xf32>) -> tensor<1x4x4x16xf32>
  %5 = nn.mul %4, %c : (tensor<1x4x4x16xf32>, tensor<1xf32>) -> tensor<1x4x4x16xf32>
  %6 = nn.reduce mean %5 axes [1, 2] : (tensor<1x4x4x16xf32>) -> tensor<1x1x1x16xf32>
  %7 = nn.reshape %6 : (tensor<1x1x1x16xf32>) -> tensor<1x16xf32>
  %8 = nn.fully_connected %7, %f : (tensor<1x16xf32>, tensor<5x16xf32>) -> tensor<1x5xf32> loc("/stem/conv.0")
  return %8 : tensor<1x5xf32>
}
