namespace WarpGrad.Engine;

/// <summary>Training ran away: what is meta-learned is no longer made of finite numbers, and no further step can mend it.</summary>
/// <param name="step">Meta-steps done when it was noticed.</param>
public sealed class TrainingDivergedException(long step) : Exception(
    $"Training ran away to infinity before meta-step {step}. Use smaller learning rates, above all that of adaptation, or clip the norm of meta-gradients.");
