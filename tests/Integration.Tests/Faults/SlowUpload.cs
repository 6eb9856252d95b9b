using System.Net;

namespace WarpGrad.Integration.Tests.Faults;

/// <summary>A file whose second half is sent only when a test says so.</summary>
internal sealed class SlowUpload(byte[] file, Task goOn) : HttpContent
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first half is sent.</summary>
    public Task Begun => _begun.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var half = file.Length / 2;
        await stream.WriteAsync(file.AsMemory(0, half));
        await stream.FlushAsync();
        _begun.TrySetResult();
        await goOn;
        await stream.WriteAsync(file.AsMemory(half));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
