using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Networks.Architectures;

/// <summary>A network without its head.</summary>
/// <param name="Network">[batch, …] → [batch, features].</param>
/// <param name="Features">Length of the feature vector.</param>
public sealed record Backbone(Network Network, long Features)
{
    /// <summary>Builds the task layers and warp-layers of a spec.</summary>
    /// <param name="spec">The learner.</param>
    /// <param name="image">Shape of the images.</param>
    public static Backbone Build(LearnerSpec spec, ImageShape image)
    {
        var factory = new LayerFactory(spec);
        return spec.Architecture switch
        {
            Architecture.Conv4 => Conv4.Build(factory, image.Channels, image.Height, image.Width),
            Architecture.ResNet12 => ResNet12.Build(factory, image.Channels),
            Architecture.Mlp => Mlp.Build(factory, image.Size),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Architecture, "Unknown architecture."),
        };
    }
}
