// RUN: tenon-opt %s --convert-tosa-to-nn --split-input-file --verify-diagnostics

func.func @unknown(%x: tensor<2xi32>) -> tensor<2xi32> {
  // expected-error@+1 {{expected an operation that networks have, but got 'tosa.clz'}}
  %0 = tosa.clz %x : (tensor<2xi32>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

// -----

func.func @foreign() -> tensor<2xf32> {
  // expected-error@+1 {{expected an operation that networks have, but got 'arith.constant'}}
  %0 = arith.constant dense<1.0> : tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @dynamic(%x: tensor<?xf32>) -> tensor<?xf32> {
  // expected-error@+1 {{expected tensors of static shapes, but got tensor<?xf32>; run tosa-infer-shapes first}}
  %0 = tosa.abs %x : (tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}

// -----

func.func @computed_shape(%x: tensor<4xf32>) -> tensor<2xf32> {
  %a = tosa.const_shape {values = dense<1> : tensor<1xindex>} : () -> !tosa.shape<1>
  %s = tosa.add_shape %a, %a : (!tosa.shape<1>, !tosa.shape<1>) -> !tosa.shape<1>
  // expected-error@+1 {{expected shape operands to be constants, but got a computed one; networks have static shapes}}
  %0 = tosa.slice %x, %a, %s : (tensor<4xf32>, !tosa.shape<1>, !tosa.shape<1>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @zero_point(%x: tensor<1x2x2xi8>, %zp: tensor<1xi8>) -> tensor<1x2x2xi32> {
  // expected-error@+1 {{expected elements of one floating-point type, but got tensor<1x2x2xi8>; networks have no integer form of this}}
  %0 = tosa.matmul %x, %x, %zp, %zp : (tensor<1x2x2xi8>, tensor<1x2x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2xi32>
  return %0 : tensor<1x2x2xi32>
}

// -----

func.func @computed_zero_point(%x: tensor<2xf32>, %zp: tensor<1xf32>) -> tensor<2xf32> {
  // expected-error@+1 {{expected the zero point of the input to be the constant zero, but got another value; networks have no arithmetic with those}}
  %0 = tosa.negate %x, %zp, %zp : (tensor<2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// -----

func.func @shift(%x: tensor<2xi32>) -> tensor<2xi32> {
  %s = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  // expected-error@+1 {{expected the shift to be the constant zero, but got another value}}
  %0 = tosa.mul %x, %x, %s : (tensor<2xi32>, tensor<2xi32>, tensor<1xi8>) -> tensor<2xi32>
  return %0 : tensor<2xi32>
}

// -----

func.func @front(%x: tensor<1x2x2x1xf32>, %w: tensor<1x3x3x1xf32>) -> tensor<1x5x4x1xf32> {
  %z = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  // expected-error@+1 {{expected no padding in front of the result, but got 1 rows and 0 columns}}
  %0 = tosa.transpose_conv2d %x, %w, %z, %z, %z {acc_type = f32, out_pad = array<i64: 1, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x1xf32>, tensor<1x3x3x1xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x5x4x1xf32>
  return %0 : tensor<1x5x4x1xf32>
}

// -----

func.func @pad(%x: tensor<2xf32>, %v: tensor<1xf32>) -> tensor<3xf32> {
  %s = tosa.const_shape {values = dense<[0, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // expected-error@+1 {{expected the padding to be a constant number, but got another value}}
  %0 = tosa.pad %x, %s, %v : (tensor<2xf32>, !tosa.shape<2>, tensor<1xf32>) -> tensor<3xf32>
  return %0 : tensor<3xf32>
}

// -----

func.func @offset(%x: tensor<1x4x4x1xf32>) -> tensor<1x8x8x1xf32> {
  %s = tosa.const_shape {values = dense<[8, 4, 8, 4]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %o = tosa.const_shape {values = dense<[-1, -1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %b = tosa.const_shape {values = dense<[3, 3]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // expected-error@+1 {{expected an offset of corners or centers of pixels, but got -1 and -1 with the scale 8/4 and 8/4}}
  %0 = tosa.resize %x, %s, %o, %b {mode = BILINEAR} : (tensor<1x4x4x1xf32>, !tosa.shape<4>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<1x8x8x1xf32>
  return %0 : tensor<1x8x8x1xf32>
}

// -----

func.func @bytes(%x: tensor<2xi8>) -> tensor<2xi8> {
  // expected-error@+1 {{expected elements of one floating-point type, but got tensor<2xi8>}}
  %0 = tosa.sigmoid %x : (tensor<2xi8>) -> tensor<2xi8>
  return %0 : tensor<2xi8>
}
