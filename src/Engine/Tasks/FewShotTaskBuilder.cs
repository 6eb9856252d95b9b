using WarpGrad.Contracts.Episodes;
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
    private readonly AffineRange? _range;
    private int _support, _query;

    /// <summary>What is done to every image of the task alike, before anything else; null for nothing.</summary>
    public AffineAugmentation? Distortion { get; init; }

    public FewShotTaskBuilder(ImageShape image, bool invert, int ways, int support, int copies, int queries, AffineRange? range = null)
    {
        (_invert, _range) = (invert, range);
        (_image, _ways, _copies) = (image, ways, copies);
        _supportTotal = support * (1 + copies);
        _images = GC.AllocateUninitializedArray<float>((_supportTotal + queries) * image.Size);
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
        AffineAugmentation? augmentation = augment ? AffineAugmentation.Draw(random, _range) : null;
        if ((Distortion is { } distortion ? augmentation?.Of(distortion) ?? distortion : augmentation) is { } whole)
            whole.Apply(_plain, target, _image);
        else
            _plain.CopyTo(target);
    }

    private void Read(ReadOnlySpan<byte> pixels, int turns)
    {
        if (turns == 0)
        {
            PixelScale.ToFloat(pixels, _plain, _invert);
            return;
        }

        PixelScale.ToFloat(pixels, _turned, _invert);
        var (channels, side, _) = _image;
        for (var c = 0; c < channels; c++)
            Turn(_turned.AsSpan(c * side * side, side * side), _plain.AsSpan(c * side * side, side * side), side, turns);
    }

    /// <summary>Quarter turns of a square.</summary>
    private static void Turn(ReadOnlySpan<float> from, Span<float> to, int side, int turns)
    {
        // Where the first pixel comes from, and how far apart in the source are neighbours in the target.
        var last = side - 1;
        var (start, right, down) = turns switch
        {
            1 => (last * side, -side, 1),
            2 => (side * side - 1, -1, -side),
            _ => (last, side, -1),
        };
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
                to[y * side + x] = from[start + x * right + y * down];
        }
    }
}
