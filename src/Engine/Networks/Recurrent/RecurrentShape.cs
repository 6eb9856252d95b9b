namespace WarpGrad.Engine.Networks.Recurrent;

/// <summary>Sizes of a recurrent policy.</summary>
/// <param name="Inputs">Numbers in an observation.</param>
/// <param name="Units">Units of the cell, and of the warp's LSTM.</param>
/// <param name="Actions">Actions to choose from.</param>
/// <param name="Warped">Whether an LSTM modulates the cell.</param>
public sealed record RecurrentShape(int Inputs, int Units, int Actions, bool Warped);
