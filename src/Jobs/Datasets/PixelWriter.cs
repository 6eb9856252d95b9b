using System.Security.Cryptography;
using System.Text;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Jobs.Datasets;

/// <summary>Writes packed pixels, class after class, and hashes them together with the class table.</summary>
internal sealed class PixelWriter : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Stream _pixels;
    private readonly SplitRule _rule;

    /// <summary>Begins with the first image.</summary>
    /// <param name="pixels">Receives uint8 [images, channels, side, side].</param>
    /// <param name="channels">1 for grey, 3 for RGB.</param>
    /// <param name="side">Rows and columns.</param>
    /// <param name="rule">How the classes came to their splits.</param>
    public PixelWriter(Stream pixels, int channels, int side, SplitRule rule)
    {
        (_pixels, _rule) = (pixels, rule);
        Hash($"{channels}x{side}x{side}\n");
    }

    /// <summary>Begins a class.</summary>
    public void Begin(PackedClass c)
    {
        Hash($"{c.Group}\0{c.Name}\0{c.Images}\n");
        // Shares follow from the names; any other split is content of its own.
        if (_rule != SplitRule.Shares)
            Hash($"{c.Split}\n");
    }

    /// <summary>Adds the next image of the class.</summary>
    public async Task AddAsync(byte[] image, CancellationToken cancellation)
    {
        _hash.AppendData(image);
        await _pixels.WriteAsync(image, cancellation);
    }

    /// <summary>SHA-256 (hex) of all that was written.</summary>
    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Hash(string text) => _hash.AppendData(Encoding.UTF8.GetBytes(text));
}
