namespace WarpGrad.Engine.Networks.Kernels;

/// <summary>The three bilinear operations of a convolution, each with its two arguments.</summary>
internal enum ConvolutionOperation
{
    /// <summary>(input, weight) → output.</summary>
    Output,

    /// <summary>(gradient of the output, weight) → gradient to the input.</summary>
    Input,

    /// <summary>(gradient of the output, input) → gradient to the weight.</summary>
    Weight,
}
