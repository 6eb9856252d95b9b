namespace WarpGrad.Benchmarks.Measuring;

/// <summary>
/// Multiply-adds per image of a Conv-4 with or without one 3×3 warp per block, from its shapes alone: what no implementation can
/// save. Each operation of a convolution (output, gradient to the input, gradient to the weight) costs the same.
/// </summary>
/// <param name="channels">Image channels.</param>
/// <param name="side">Image side.</param>
/// <param name="filters">Filters.</param>
/// <param name="ways">Classes.</param>
/// <param name="warp">Whether there are warps.</param>
internal sealed class Cost(int channels, int side, int filters, int ways, bool warp)
{
    private const int Blocks = 4;

    /// <summary>The first convolution, whose input needs no gradient.</summary>
    private double First => 9.0 * channels * filters * side * side;

    /// <summary>The other task layers.</summary>
    private double Rest => Enumerable.Range(1, Blocks - 1).Sum(block => Filtered(block)) + (double)filters * ways * (side >> Blocks) * (side >> Blocks);

    private double Warps => warp ? Enumerable.Range(1, Blocks).Sum(block => Filtered(block)) : 0;

    private double LowestWarp => warp ? Filtered(1) : 0;

    private double Forward => First + Rest + Warps;

    /// <summary>θ's gradient: forward, inputs, θ's weights.</summary>
    public double InnerStep => Forward + Rest + Warps + First + Rest;

    /// <summary>φ's gradient at a given θ: forward, inputs down to the lowest warp, φ's weights.</summary>
    public double WarpGradient => Forward + Rest + Warps - LowestWarp + Warps;

    /// <summary>Gradient of everything.</summary>
    public double FullGradient => InnerStep + Warps;

    /// <summary>
    /// Going back through an inner step: each gradient to a θ weight has two arguments that lead on, each gradient to an input one, or
    /// two in a warp; and then back through the forward pass to φ.
    /// </summary>
    public double BackThroughStepToWarp => First + (2 * Rest) + Rest + (2 * Warps) + Rest + Warps - LowestWarp + Warps;

    /// <summary>The same where θ's weights, too, lead on.</summary>
    public double BackThroughStepToAll => BackThroughStepToWarp + LowestWarp + Rest + First + Rest;

    private double Filtered(int block) => 9.0 * filters * filters * (side >> block) * (side >> block);
}
