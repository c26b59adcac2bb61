// RUN: tenon-opt %s --nn-pin-channels=groups=ch0 | FileCheck %s
// RUN: tenon-opt %s --nn-pin-channels=groups=wide | FileCheck %s
// RUN: tenon-opt %s '--nn-pin-channels=groups=w*' | FileCheck %s
// RUN: tenon-opt %s --pin=wide | FileCheck %s
// RUN: tenon-opt %s --nn-pin-channels=groups=wide '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// REMARK: [Passed] pinned | Category:nn-pin-channels{{.*}}ch0: 48 channels

// What is pinned stays, whatever comes.
// RUN: tenon-opt %s --nn-pin-channels=groups=wide > %t.pinned.mlir
// RUN: tenon-opt %s --nn-pin-channels=groups=wide --nn-scale-channels=multiplier=0.5 --nn-align-channels=to=20 --nn-equalize-channels > %t.scaled.mlir
// RUN: cmp %t.pinned.mlir %t.scaled.mlir
// RUN: tenon-opt %s --pin=wide --nn-scale-channels=multiplier=0.5 > %t.tool.mlir
// RUN: cmp %t.pinned.mlir %t.tool.mlir
// RUN: tenon-opt %s --pin=wide --pass-pipeline='builtin.module(nn-scale-channels{multiplier=0.5})' > %t.pipeline.mlir
// RUN: cmp %t.pinned.mlir %t.pipeline.mlir
// RUN: tenon-opt %s --nn-pin-channels=groups=wide --nn-scale-channels=multiplier=0.5 '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REFUSED
// REFUSED: [Missed] refused | Category:nn-scale-channels{{.*}}ch0: pinned: pinned by name
// RUN: tenon-opt %s --pin=wide --pin=narrow | FileCheck %s --check-prefix=BOTH
// BOTH: nn.conv2d {{.*}} {nn.pin}
// BOTH: nn.conv2d {{.*}} {nn.pin}
// RUN: not tenon-opt %s --pin=nobody 2>&1 | FileCheck %s --check-prefix=NOBODY
// RUN: not tenon-opt %s --nn-pin-channels=groups=ibn0/expand 2>&1 | FileCheck %s --check-prefix=PART
// PART: error: {{.*}}nn-pin-channels: no group or layer is named 'ibn0/expand'; nn-label-blocks names the parts of blocks
// RUN: echo "func.func @empty() { return }" | not tenon-opt --pin=wide 2>&1 | FileCheck %s --check-prefix=NONE
// NONE: error: {{.*}}nn-pin-channels: no group or layer is named 'wide'; the network has none
// RUN: not tenon-opt %s '--pin=a b' 2>&1 | FileCheck %s --check-prefix=TEXT
// TEXT: tenon-opt: error: option 'pin': expected names of groups or layers separated by commas, but got 'a b'
// NOBODY: error: {{.*}}nn-pin-channels: no group or layer is named 'nobody'; the groups are ch0 to

// CHECK: %{{.*}} = nn.conv2d %{{.*}}, %{{.*}} {nn.pin} : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32>
// CHECK-NOT: nn.pin
func.func @main(%x: tensor<1x8x8x8xf32>) -> tensor<1x8x8x8xf32> {
  %w = nn.parameter "w" : tensor<48x1x1x8xf32>
  %v = nn.parameter "v" : tensor<8x1x1x48xf32>
  %0 = nn.conv2d %x, %w : (tensor<1x8x8x8xf32>, tensor<48x1x1x8xf32>) -> tensor<1x8x8x48xf32> loc("wide")
  %1 = nn.conv2d %0, %v : (tensor<1x8x8x48xf32>, tensor<8x1x1x48xf32>) -> tensor<1x8x8x8xf32> loc("narrow")
  return %1 : tensor<1x8x8x8xf32>
}
