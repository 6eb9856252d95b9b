using WarpGrad.Engine.Learners;

namespace WarpGrad.Engine.Tasks;

/// <summary>One small learning problem in managed memory: support images first, then query images, which never overlap.</summary>
/// <param name="Image">Shape of an image.</param>
/// <param name="Images">Pixels in [0, 1], one image after the other.</param>
/// <param name="Labels">Class of each image, 0 … ways − 1.</param>
/// <param name="SupportCount">Images of the support set.</param>
/// <param name="Ways">Classes.</param>
/// <param name="Classes">Index of each class among all that the sampler draws from; empty for tasks that come from elsewhere.</param>
public sealed record FewShotTask(ImageShape Image, float[] Images, long[] Labels, int SupportCount, int Ways, long[] Classes);
