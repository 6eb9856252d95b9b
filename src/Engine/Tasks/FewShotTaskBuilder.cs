using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>Turns bytes into the floats of a task: support images, their augmented copies, then queries.</summary>
internal sealed class FewShotTaskBuilder
{
    private readonly ImageShape _image;
    private readonly int _ways, _copies, _supportTotal;
    private readonly float[] _images, _plain, _turned;
    private readonly long[] _labels;
    private readonly bool _invert;
    private int _support, _query;

    public FewShotTaskBuilder(ImageShape image, bool invert, int ways, int support, int copies, int queries)
    {
        _invert = invert;
        (_image, _ways, _copies) = (image, ways, copies);
        _supportTotal = support * (1 + copies);
        _images = new float[(_supportTotal + queries) * image.Size];
        _labels = new long[_supportTotal + queries];
        _plain = new float[image.Size];
        _turned = new float[image.Size];
    }

    public void AddSupport(ReadOnlySpan<byte> pixels, int way, int turns, bool augment, RandomStream random)
    {
        Read(pixels, turns);
        Put(_support++, way, augment, random);
        for (var copy = 0; copy < _copies; copy++)
            Put(_support++, way, augment: true, random);
    }

    public void AddQuery(ReadOnlySpan<byte> pixels, int way, int turns, bool augment, RandomStream random)
    {
        Read(pixels, turns);
        Put(_supportTotal + _query++, way, augment, random);
    }

    public FewShotTask Build(params long[] classes) => new(_image, _images, _labels, _supportTotal, _ways, classes);

    private void Put(int index, int way, bool augment, RandomStream random)
    {
        _labels[index] = way;
        var target = _images.AsSpan(index * _image.Size, _image.Size);
        if (augment)
            AffineAugmentation.Draw(random).Apply(_plain, target, _image);
        else
            _plain.CopyTo(target);
    }

    private void Read(ReadOnlySpan<byte> pixels, int turns)
    {
        PixelScale.ToFloat(pixels, _plain, _invert);
        for (; turns > 0; turns--)
            Turn();
    }

    /// <summary>A quarter turn of a square image.</summary>
    private void Turn()
    {
        var (channels, height, width) = _image;
        for (var c = 0; c < channels; c++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    _turned[(c * height + y) * width + x] = _plain[(c * height + (width - 1 - x)) * width + y];
            }
        }

        _turned.CopyTo(_plain, 0);
    }
}
