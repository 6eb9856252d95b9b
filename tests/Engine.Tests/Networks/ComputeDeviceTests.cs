using TorchSharp;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Tests.Support;

namespace WarpGrad.Engine.Tests.Networks;

/// <summary>Which device a run gets. What a GPU computes is checked by <c>./warpgrad golden --device cuda</c> on a machine that has one.</summary>
public sealed class ComputeDeviceTests
{
    [Fact]
    public void A_process_computes_on_the_GPU_only_where_there_is_one() => Assert.Equal(torch.cuda.is_available(), ComputeDevice.Own.IsGpu);

    [Fact]
    public void A_run_that_asks_for_a_GPU_which_is_not_there_is_told_so_and_its_model_is_served_without()
    {
        var spec = Samples.Spec with { Device = ComputeDevices.Gpu(63) };

        var refusal = Assert.Throws<DeviceMissingException>(() => Placement.Of(spec));

        Assert.Contains("cuda:63", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ComputeDevice.Own.Torch.type, Placement.Served(spec).Device.type);
    }

    [Theory]
    [InlineData("cpu", new[] { "auto", "cpu" })]
    [InlineData("cuda:1", new[] { "auto", "cpu", "cuda", "cuda:1" })]
    public void A_worker_takes_runs_that_its_device_serves(string device, string[] runs) => Assert.Equal(runs, ComputeDevices.ServedBy(device));

    [Fact]
    public void Memory_of_a_GPU_that_is_not_there_is_nothing() => Assert.Equal((0, 0), GpuMemory.Of(63));
}
