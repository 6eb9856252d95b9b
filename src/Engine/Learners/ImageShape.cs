namespace WarpGrad.Engine.Learners;

/// <summary>Shape of the images a learner takes.</summary>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Bytes of one image.</summary>
    public int Size => Channels * Height * Width;
}
