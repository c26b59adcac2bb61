// RUN: tenon-opt %s --nn-recognize-idioms | FileCheck %s
// RUN: tenon-opt %s --nn-recognize-idioms '--remarks-filter=.*' -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK
// What is recognized computes the same; tenon-run takes one function at a time.
// RUN: %python %S/idioms.py %s %t

// REMARK-DAG: remark: [Passed] recognized{{.*}}gelu
// REMARK-DAG: normalize
// REMARK-DAG: scale of normalize
// REMARK-DAG: offset of normalize
// REMARK-DAG: l2

// CHECK-LABEL: func.func @example(
// CHECK: %0 = nn.activation %arg0 <swish> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
// CHECK-NEXT: return
func.func @example(%x: tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32> {
  %0 = nn.activation %x <sigmoid> : (tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  %1 = nn.mul %x, %0 : (tensor<1x4x4x8xf32>, tensor<1x4x4x8xf32>) -> tensor<1x4x4x8xf32>
  return %1 : tensor<1x4x4x8xf32>
}

// CHECK-LABEL: func.func @gelu_last(
// CHECK: nn.activation %{{.*}} <gelu>
// CHECK-NEXT: return
func.func @gelu_last(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %s = nn.constant dense<0.707106769> : tensor<f32>
  %a = nn.mul %x, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.erf %a : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %m = nn.mul %x, %p : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %h : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gelu_first(
// CHECK: nn.activation %{{.*}} <gelu>
// CHECK-NEXT: return
func.func @gelu_first(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %s = nn.constant dense<1.41421354> : tensor<f32>
  %a = nn.div %x, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.erf %a : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %o, %e : (tensor<f32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %m = nn.mul %x, %h : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %p : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @gelu_cut_digits(
// CHECK: nn.activation %{{.*}} <gelu>
// CHECK-NEXT: return
func.func @gelu_cut_digits(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %s = nn.constant dense<1.41421> : tensor<f32>
  %a = nn.div %x, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.erf %a : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %m = nn.mul %h, %p : (tensor<f32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @tanh_power(
// CHECK: nn.activation %{{.*}} <gelu_tanh>
// CHECK-NEXT: return
func.func @tanh_power(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %c = nn.constant dense<0.044715> : tensor<f32>
  %t = nn.constant dense<3.0> : tensor<f32>
  %s = nn.constant dense<0.797884583> : tensor<f32>
  %q = nn.pow %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %k = nn.mul %q, %c : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %i = nn.add %x, %k : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %a = nn.mul %i, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.activation %a <tanh> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %m = nn.mul %x, %p : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %h : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @tanh_products(
// CHECK: nn.activation %{{.*}} <gelu_tanh>
// CHECK-NEXT: return
func.func @tanh_products(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %c = nn.constant dense<0.044715> : tensor<f32>
  %t = nn.constant dense<3.0> : tensor<f32>
  %s = nn.constant dense<0.797884583> : tensor<f32>
  %q2 = nn.mul %x, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %q = nn.mul %q2, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %k = nn.mul %q, %c : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %i = nn.add %x, %k : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %a = nn.mul %i, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.activation %a <tanh> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %m = nn.mul %x, %p : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %h : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @swish(
// CHECK: nn.activation %{{.*}} <swish>
// CHECK-NEXT: return
func.func @swish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %s = nn.activation %x <sigmoid> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %s, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @mish(
// CHECK: nn.activation %{{.*}} <mish>
// CHECK-NEXT: return
func.func @mish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %s = nn.activation %x <softplus> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %t = nn.activation %s <tanh> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %x, %t : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @softplus(
// CHECK: nn.activation %{{.*}} <softplus>
// CHECK-NEXT: return
func.func @softplus(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %o = nn.constant dense<1.0> : tensor<f32>
  %e = nn.exp %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %s = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %r = nn.log %s : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @hard_sigmoid(
// CHECK: nn.activation %{{.*}} <hard_sigmoid, 0.16666667
// CHECK-NEXT: return
func.func @hard_sigmoid(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<3.0> : tensor<f32>
  %s = nn.constant dense<6.0> : tensor<f32>
  %a = nn.add %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %c = nn.activation %a <clamp, 0.0, 6.0> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.div %c, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @hard_swish(
// CHECK: nn.activation %{{.*}} <hard_swish>
// CHECK-NEXT: return
func.func @hard_swish(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<3.0> : tensor<f32>
  %s = nn.constant dense<6.0> : tensor<f32>
  %a = nn.add %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %c = nn.activation %a <clamp, 0.0, 6.0> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %d = nn.div %c, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %r = nn.mul %x, %d : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @hard_swish_product_first(
// CHECK: nn.activation %{{.*}} <hard_swish>
// CHECK-NEXT: return
func.func @hard_swish_product_first(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<3.0> : tensor<f32>
  %s = nn.constant dense<6.0> : tensor<f32>
  %a = nn.add %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %c = nn.activation %a <clamp, 0.0, 6.0> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %d = nn.mul %c, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.div %d, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @layer_norm(
// CHECK: nn.normalize %{{.*}} scale %{{.*}} offset %{{.*}} axes [1] epsilon 9.99999974E-6
// CHECK-NEXT: return
func.func @layer_norm(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %g = nn.parameter "g" value(dense<[1.0, 2.0, 3.0]> : tensor<3xf32>) : tensor<3xf32>
  %b = nn.parameter "b" value(dense<[0.5, 0.0, -1.0]> : tensor<3xf32>) : tensor<3xf32>
  %t = nn.constant dense<2.0> : tensor<f32>
  %e = nn.constant dense<1.0e-05> : tensor<f32>
  %m = nn.reduce mean %x axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %d = nn.sub %x, %m : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  %q = nn.pow %d, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %v = nn.reduce mean %q axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %w = nn.add %v, %e : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %z = nn.sqrt %w : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %n = nn.div %d, %z : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  %s = nn.mul %n, %g : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  %r = nn.add %s, %b : (tensor<2x3xf32>, tensor<3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @normalize_reciprocal(
// CHECK: nn.normalize %{{.*}} axes [1]
// CHECK-NEXT: return
func.func @normalize_reciprocal(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<2.0> : tensor<f32>
  %e = nn.constant dense<1.0e-05> : tensor<f32>
  %m = nn.reduce mean %x axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %d = nn.sub %x, %m : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  %q = nn.pow %d, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %v = nn.reduce mean %q axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %w = nn.add %v, %e : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %z = nn.sqrt %w : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %i = nn.reciprocal %z : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %r = nn.mul %d, %i : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @l2(
// CHECK: nn.reduce l2 %arg0 axes [1]
// CHECK-NEXT: return
func.func @l2(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %t = nn.constant dense<2.0> : tensor<f32>
  %q = nn.pow %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %s = nn.reduce sum %q axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %r = nn.sqrt %s : (tensor<2x1xf32>) -> tensor<2x1xf32>
  return %r : tensor<2x1xf32>
}

// CHECK-LABEL: func.func @l1(
// CHECK: nn.reduce l1 %arg0 axes [1]
// CHECK-NEXT: return
func.func @l1(%x: tensor<2x3xf32>) -> tensor<2x1xf32> {
  %q = nn.abs %x : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.reduce sum %q axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  return %r : tensor<2x1xf32>
}

// What only looks alike stays.

// CHECK-LABEL: func.func @other_number(
// CHECK: nn.erf
// CHECK: nn.mul
// CHECK: nn.mul
// CHECK-NEXT: return
func.func @other_number(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %h = nn.constant dense<0.5> : tensor<f32>
  %o = nn.constant dense<1.0> : tensor<f32>
  %s = nn.constant dense<0.7> : tensor<f32>
  %a = nn.mul %x, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %e = nn.erf %a : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %p = nn.add %e, %o : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %m = nn.mul %x, %p : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %m, %h : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @other_gate(
// CHECK: nn.activation %{{.*}} <sigmoid>
// CHECK: nn.mul
// CHECK-NEXT: return
func.func @other_gate(%x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %s = nn.activation %y <sigmoid> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.mul %s, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @broadcast(
// CHECK: nn.activation %{{.*}} <swish> : (tensor<1x3xf32>)
// CHECK: nn.add
// CHECK-NEXT: return
func.func @broadcast(%x: tensor<1x3xf32>, %y: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %s = nn.activation %x <sigmoid> : (tensor<1x3xf32>) -> tensor<1x3xf32>
  %m = nn.mul %s, %x : (tensor<1x3xf32>, tensor<1x3xf32>) -> tensor<1x3xf32>
  %r = nn.add %y, %m : (tensor<2x3xf32>, tensor<1x3xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @other_axes(
// CHECK: nn.sqrt
// CHECK: nn.div
// CHECK-NEXT: return
func.func @other_axes(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<2.0> : tensor<f32>
  %e = nn.constant dense<1.0e-05> : tensor<f32>
  %m = nn.reduce mean %x axes [0, 1] : (tensor<2x3xf32>) -> tensor<1x1xf32>
  %d = nn.sub %x, %m : (tensor<2x3xf32>, tensor<1x1xf32>) -> tensor<2x3xf32>
  %q = nn.pow %d, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %v = nn.reduce mean %q axes [1] : (tensor<2x3xf32>) -> tensor<2x1xf32>
  %w = nn.add %v, %e : (tensor<2x1xf32>, tensor<f32>) -> tensor<2x1xf32>
  %z = nn.sqrt %w : (tensor<2x1xf32>) -> tensor<2x1xf32>
  %r = nn.div %d, %z : (tensor<2x3xf32>, tensor<2x1xf32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @relu6_shifted(
// CHECK: <clamp
// CHECK: nn.mul
// CHECK: nn.div
// CHECK-NEXT: return
func.func @relu6_shifted(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %t = nn.constant dense<2.0> : tensor<f32>
  %s = nn.constant dense<6.0> : tensor<f32>
  %a = nn.add %x, %t : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  %c = nn.activation %a <clamp, 0.0, 6.0> : (tensor<2x3xf32>) -> tensor<2x3xf32>
  %d = nn.mul %c, %x : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>
  %r = nn.div %d, %s : (tensor<2x3xf32>, tensor<f32>) -> tensor<2x3xf32>
  return %r : tensor<2x3xf32>
}
