namespace WarpGrad.Contracts.Specs;

/// <summary>Names of the task layers with weights of each architecture, as <see cref="LearnerSpec.WarpedLayers"/> uses them.</summary>
public static class LayerNames
{
    /// <summary>Blocks of the convolutional architectures.</summary>
    public const int Blocks = 4;

    /// <summary>Convolutions in each block of a ResNet-12.</summary>
    public const int ResNetConvolutions = 3;

    /// <summary>All layers that may be turned into warps, first applied first.</summary>
    /// <param name="learner">The learner.</param>
    public static IReadOnlyList<string> Of(LearnerSpec learner) => learner.Architecture switch
    {
        Architecture.Mlp => [.. Enumerable.Range(1, learner.HiddenLayers).Select(i => $"linear{i}")],
        Architecture.Recurrent or Architecture.Point => [],
        Architecture.ResNet12 => [.. Enumerable.Range(1, Blocks).SelectMany(ResNetBlock)],
        _ => [.. Enumerable.Range(1, Blocks).SelectMany(i => new[] { $"conv{i}", $"norm{i}" })],
    };

    /// <summary>The layers that a learner declares to be warps.</summary>
    /// <param name="learner">The learner.</param>
    public static IReadOnlyList<string> Warped(LearnerSpec learner) =>
        learner.WarpedLayers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> ResNetBlock(int block) =>
    [
        .. Enumerable.Range(1, ResNetConvolutions).SelectMany(i => new[] { $"block{block}.conv{i}", $"block{block}.norm{i}" }),
        $"block{block}.shortcut", $"block{block}.shortcutNorm",
    ];
}
