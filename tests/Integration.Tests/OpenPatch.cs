using System.Net.Sockets;
using System.Text;
using WarpGrad.Contracts.Uploads;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>A part of an upload on a connection of its own, of which a test sends as much as it likes; the end of the test's interest cuts the connection.</summary>
internal sealed class OpenPatch : IDisposable
{
    private readonly TcpClient _line = new();

    private OpenPatch()
    {
    }

    /// <summary>Sends the head of the request.</summary>
    public static async Task<OpenPatch> SendAsync(Product product, Guid upload, long offset, long length)
    {
        var patch = new OpenPatch();
        await patch._line.ConnectAsync(product.Address.Host, product.Address.Port);
        await patch.WriteAsync(Encoding.ASCII.GetBytes(
            $"""
            PATCH /api/v1/uploads/{upload} HTTP/1.1
            Host: {product.Address.Authority}
            Authorization: Bearer {product.Token}
            {TusHeaders.Resumable}: {TusHeaders.Version}
            {TusHeaders.Offset}: {offset}
            Content-Type: {TusHeaders.PartType}
            Content-Length: {length}


            """.ReplaceLineEndings("\r\n")));
        return patch;
    }

    /// <summary>Sends bytes of the part.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _line.GetStream().WriteAsync(bytes);

    /// <summary>The first line of the answer.</summary>
    public async Task<string> StatusLineAsync() => await new StreamReader(_line.GetStream()).ReadLineAsync() ?? "";

    public void Dispose() => _line.Dispose();
}
