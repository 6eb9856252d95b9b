using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tests.Support;

/// <summary>
/// The network of docs/python.md in plain loops over a file's numbers: conv4 with conv3x3 warps, layer normalisation and the usual
/// order of a block. It shares no code with the engine.
/// </summary>
/// <param name="file">A model file.</param>
/// <param name="image">Shape of the images.</param>
internal sealed class PlainNetwork(PlainSafetensors file, ImageShape image)
{
    private const int Blocks = 4;
    private const double Epsilon = 1e-5;

    private readonly record struct Planes(double[] Values, int Channels, int Height, int Width)
    {
        public double At(int channel, int row, int column) =>
            row < 0 || column < 0 || row >= Height || column >= Width ? 0 : Values[(((channel * Height) + row) * Width) + column];
    }

    /// <summary>Features of one image.</summary>
    /// <param name="pixels">Bytes [channels, height, width].</param>
    public double[] Features(ReadOnlySpan<byte> pixels)
    {
        var x = new Planes(Array.ConvertAll(pixels.ToArray(), pixel => pixel / 255.0), image.Channels, image.Height, image.Width);
        for (var block = 1; block <= Blocks; block++)
        {
            x = Convolve(x, $"init.conv{block}");
            x = Pool(x);
            x = Normalize(x, $"init.norm{block}");
            x = x with { Values = Array.ConvertAll(x.Values, value => Math.Max(value, 0)) };
            x = Convolve(x, $"warp.warp{block}");
        }

        return x.Values;
    }

    private Planes Convolve(Planes x, string name)
    {
        var (shape, weight) = file.Tensors[name + ".weight"];
        var bias = file.Tensors[name + ".bias"].Values;
        Assert.Equal([bias.Length, x.Channels, 3, 3], shape);
        return Each(x, bias.Length, x.Height, x.Width, (o, row, column) =>
        {
            var sum = bias[o];
            for (var i = 0; i < x.Channels; i++)
                for (var dy = 0; dy < 3; dy++)
                    for (var dx = 0; dx < 3; dx++)
                        sum += weight[(((((o * x.Channels) + i) * 3) + dy) * 3) + dx] * x.At(i, row + dy - 1, column + dx - 1);
            return sum;
        });
    }

    private static Planes Pool(Planes x) => Each(x, x.Channels, x.Height / 2, x.Width / 2, (c, row, column) =>
        Math.Max(
            Math.Max(x.At(c, 2 * row, 2 * column), x.At(c, 2 * row, (2 * column) + 1)),
            Math.Max(x.At(c, (2 * row) + 1, 2 * column), x.At(c, (2 * row) + 1, (2 * column) + 1))));

    private Planes Normalize(Planes x, string name)
    {
        var (weight, bias) = (file.Tensors[name + ".weight"].Values, file.Tensors[name + ".bias"].Values);
        var mean = x.Values.Average();
        var scale = 1 / Math.Sqrt(x.Values.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return Each(x, x.Channels, x.Height, x.Width, (c, row, column) => ((x.At(c, row, column) - mean) * scale * weight[c]) + bias[c]);
    }

    private static Planes Each(Planes x, int channels, int height, int width, Func<int, int, int, double> value)
    {
        var values = new double[channels * height * width];
        for (var at = 0; at < values.Length; at++)
            values[at] = value(at / (height * width), at / width % height, at % width);
        return new Planes(values, channels, height, width);
    }
}
