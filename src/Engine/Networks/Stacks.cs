using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace WarpGrad.Engine.Networks;

/// <summary>
/// Operations on the activations of several tasks at once, [batch, tasks · c, …] with the channels of one task after those of another.
/// Whatever works on each channel by itself takes them as they are.
/// </summary>
internal static class Stacks
{
    /// <summary>
    /// Pixels of a task up to which a GPU convolves all tasks at once. Its grouped kernels are slow, which matters only where there is so
    /// much to compute that calling a kernel for each task costs less.
    /// </summary>
    private const long MostGrouped = 20_000;

    /// <summary>Feature vectors by task, [batch, tasks · f] → [tasks, batch, f].</summary>
    /// <param name="vectors">[batch, tasks · f].</param>
    /// <param name="tasks">Tasks.</param>
    public static Tensor ByTask(Tensor vectors, int tasks) => vectors.reshape(vectors.shape[0], tasks, vectors.shape[1] / tasks).transpose(0, 1);

    /// <summary>The way back from <see cref="ByTask"/>.</summary>
    /// <param name="byTask">[tasks, batch, f].</param>
    public static Tensor Join(Tensor byTask) => byTask.transpose(0, 1).flatten(1);

    /// <summary>Every task as further examples, for what all tasks share: [batch, tasks · c, …] → [batch · tasks, c, …].</summary>
    /// <param name="activations">[batch, tasks · c, …].</param>
    /// <param name="tasks">Tasks.</param>
    public static Tensor Apart(Tensor activations, int tasks) =>
        activations.reshape([activations.shape[0] * tasks, activations.shape[1] / tasks, .. activations.shape[2..]]);

    /// <summary>The way back from <see cref="Apart"/>.</summary>
    /// <param name="apart">[batch · tasks, c, …].</param>
    /// <param name="tasks">Tasks.</param>
    public static Tensor Rejoin(Tensor apart, int tasks) =>
        apart.reshape([apart.shape[0] / tasks, apart.shape[1] * tasks, .. apart.shape[2..]]);

    /// <summary>A linear layer of each task.</summary>
    /// <param name="byTask">[tasks, batch, in].</param>
    /// <param name="weight">[tasks, out, in].</param>
    /// <param name="bias">[tasks, out], or null.</param>
    /// <returns>[tasks, batch, out].</returns>
    public static Tensor Linear(Tensor byTask, Tensor weight, Tensor? bias)
    {
        var product = byTask.matmul(weight.transpose(1, 2));
        return bias is null ? product : product.Plus(bias.unsqueeze(1));
    }

    /// <summary>A convolution of each task.</summary>
    /// <param name="input">[batch, tasks · in, h, w].</param>
    /// <param name="weight">[tasks, out, in, k, k].</param>
    /// <param name="bias">[tasks, out], or null.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <returns>[batch, tasks · out, h, w].</returns>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, int padding)
    {
        var onCpu = input.device_type == DeviceType.CPU;
        if (!onCpu && input.shape[0] * input.shape[2] * input.shape[3] <= MostGrouped)
            return F.conv2d(input, weight.flatten(0, 1), bias?.flatten(), padding: [padding, padding], groups: weight.shape[0]);

        // One after the other. On a CPU grouped kernels were no faster, and in float32 it is known of those for one group alone which are right.
        return torch.cat(
            [.. input.chunk(weight.shape[0], 1).Zip(weight.unbind(0)).Select((own, task) => Convolution.Of(
                onCpu ? Channels.Own(own.First) : own.First, own.Second, bias?.select(0, task), padding))],
            1);
    }
}
