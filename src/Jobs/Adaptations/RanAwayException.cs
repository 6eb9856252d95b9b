namespace WarpGrad.Jobs.Adaptations;

/// <summary>Adaptation came to numbers that are not finite.</summary>
internal sealed class RanAwayException() : ArgumentException("Adaptation ran away to infinity: use a smaller learning rate or fewer steps.");
