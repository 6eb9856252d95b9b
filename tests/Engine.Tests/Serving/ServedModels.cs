using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Tasks;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Serving;

/// <summary>Small trained models to serve from.</summary>
internal static class ServedModels
{
    /// <summary>Trains to the end and reads the model back.</summary>
    public static WarpModel Train(RunSpec spec, PackedImages? data)
    {
        using var trainer = MetaTrainer.Create(spec, data);
        trainer.Run(new QuietObserver(), CancellationToken.None);
        return Read(trainer);
    }

    /// <summary>The model as it is before training, for what does not depend on it.</summary>
    public static WarpModel Draw(RunSpec spec, PackedImages? data)
    {
        using var trainer = MetaTrainer.Create(spec, data);
        return Read(trainer);
    }

    private static WarpModel Read(MetaTrainer trainer)
    {
        using var file = new MemoryStream();
        trainer.WriteModel(file);
        file.Position = 0;
        return WarpModel.Read(file);
    }

    /// <summary>Support images of the first classes of a split.</summary>
    public static (byte[] Images, int[] Labels) Support(PackedImages data, ClassSplit split, int ways, int shots, int skip = 0)
    {
        var classes = data.Classes.Where(c => c.Split == split).Take(ways).ToArray();
        return (
            [.. classes.SelectMany(c => Enumerable.Range(c.FirstImage + skip, shots).SelectMany(image => data[image].ToArray()))],
            [.. classes.SelectMany((_, way) => Enumerable.Repeat(way, shots))]);
    }
}
