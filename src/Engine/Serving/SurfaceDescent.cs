using TorchSharp;
using WarpGrad.Contracts.Pictures;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Tasks.Surfaces;

namespace WarpGrad.Engine.Serving;

/// <summary>Shows plain and warped descent on a caller's surface from one point of it.</summary>
public static class SurfaceDescent
{
    /// <summary>Descends both ways.</summary>
    /// <param name="model">A model of the family <c>surfaces</c>.</param>
    /// <param name="surface">The surface.</param>
    /// <param name="x1">Start on the surface.</param>
    /// <param name="x2">Start on the surface.</param>
    /// <param name="options">Steps and step size, of both descents.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <exception cref="ArgumentException">When the model is of another family, or its warp reaches no point near the start.</exception>
    public static SurfacePicture Descend(WarpModel model, Surface surface, double x1, double x2, AdaptationOptions options, CancellationToken stop = default)
    {
        TorchRuntime.ApplyToThread();
        var learner = model.Learner as SurfaceLearner ?? throw new ArgumentException("This model does not descend surfaces.", nameof(model));
        var spec = model.Spec with
        {
            InnerLoop = model.Spec.InnerLoop with
            {
                Steps = options.Steps ?? model.Spec.InnerLoop.Steps,
                LearningRate = options.LearningRate ?? model.Spec.InnerLoop.LearningRate,
            },
        };
        return FirstUse.Guard((learner.Kind, "descend"), () =>
        {
            using var scope = torch.NewDisposeScope();
            var phi = model.Parameters.Phi;
            var start = new WarpInverse(learner, phi).Find(x1, x2);
            using var task = new SurfaceTask(spec, learner, surface, [start], Placement.Of(phi.Tensors[0]));
            return SurfacePictures.Draw(spec, learner, task, model.InnerLoop(options), phi, stop);
        });
    }
}
