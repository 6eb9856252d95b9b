namespace WarpGrad.Contracts.Episodes;

/// <summary>How far random transformations of an image go.</summary>
/// <param name="Degrees">Largest turn, either way.</param>
/// <param name="Shift">Largest shift as a part of the side.</param>
/// <param name="Zoom">Largest change of size.</param>
/// <param name="Shear">Largest shear.</param>
/// <param name="Stretch">Whether width and height change by themselves.</param>
public sealed record AffineRange(double Degrees, double Shift, double Zoom, double Shear, bool Stretch)
{
    /// <summary>What leaves a character the same character.</summary>
    public static AffineRange Small { get; } = new(12, 0.07, 0.15, 0.15, true);

    /// <summary>Any turn, shifts of a fifth, sizes from 0.8 to 1.2: the paper's multi-shot protocol (App. E).</summary>
    public static AffineRange Full { get; } = new(180, 0.2, 0.2, 0, false);
}
