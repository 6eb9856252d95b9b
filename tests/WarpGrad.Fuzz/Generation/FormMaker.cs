using System.IO.Compression;
using System.Text;
using WarpGrad.Fuzz.World;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Multipart bodies: uploads, imports and images to adapt to.</summary>
internal sealed class FormMaker(FuzzWorld world, Random random, int number)
{
    private const string Boundary = "fuzz-boundary";
    private readonly MemoryStream _body = new();

    /// <summary>Content type that belongs to the bodies.</summary>
    public const string ContentType = $"multipart/form-data; boundary={Boundary}";

    /// <summary>The body of an operation.</summary>
    /// <param name="operation">Which operation.</param>
    /// <param name="bad">Whether something should be wrong with it.</param>
    public byte[] Make(string operation, bool bad)
    {
        foreach (var (name, file, content) in Parts(operation))
        {
            var copies = bad && random.Next(12) == 0 ? random.Next(3) : 1;
            for (; copies > 0; copies--)
                Add(Maybe(bad, name), file is null ? null : Maybe(bad, file), bad ? Damage(content) : content);
        }

        Write($"--{Boundary}--\r\n");
        var body = _body.ToArray();
        return bad && random.Next(6) == 0 ? body[..random.Next(body.Length)] : body;
    }

    private IEnumerable<(string Name, string? File, byte[] Content)> Parts(string operation)
    {
        if (operation.EndsWith("/adapt-and-predict", StringComparison.Ordinal))
        {
            var image = Convert.FromBase64String(Bodies.Png);
            return [("steps", null, "1"u8.ToArray()), ("learningRate", null, "0.1"u8.ToArray()), ("support:alpha", "a.png", image), ("support:beta", "b.png", image), ("query", "q.png", image)];
        }

        (string, string?, byte[]) name = ("name", null, Encoding.UTF8.GetBytes($"thing-{number}"));
        return operation.EndsWith("/import", StringComparison.Ordinal)
            ? [name, ("file", "model.safetensors", world.ModelFile)]
            : [name, ("description", null, "A small zip."u8.ToArray()), ("size", null, "16"u8.ToArray()), ("color", null, "grey"u8.ToArray()), ("file", "images.zip", Zip())];
    }

    private string Maybe(bool bad, string good) => bad && random.Next(10) == 0 ? Nasty.Plain(random) : good;

    private byte[] Damage(byte[] content)
    {
        if (random.Next(5) > 0)
            return content;
        if (content.Length < 40)
            return Encoding.UTF8.GetBytes(Nasty.Plain(random));
        var damaged = content.ToArray();
        // Headers stand at the beginning, a zip's directory at the end.
        for (var flips = random.Next(1, 20); flips > 0; flips--)
            damaged[random.Next(2) == 0 ? random.Next(Math.Min(200, damaged.Length)) : damaged.Length - 1 - random.Next(Math.Min(400, damaged.Length))] = (byte)random.Next(256);
        return random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged;
    }

    private void Add(string name, string? file, byte[] content)
    {
        Write($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{(file is null ? "" : $"; filename=\"{file}\"\r\nContent-Type: application/octet-stream")}\r\n\r\n");
        _body.Write(content);
        Write("\r\n");
    }

    private void Write(string text) => _body.Write(Encoding.UTF8.GetBytes(text));

    private static byte[] Zip()
    {
        var image = Convert.FromBase64String(Bodies.Png);
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            for (var place = 0; place < 12; place++)
            {
                using var entry = zip.CreateEntry($"class{place / 2}/{place % 2}.png").Open();
                entry.Write(image);
            }

        return bytes.ToArray();
    }
}
