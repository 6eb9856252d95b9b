using WarpGrad.Contracts.Datasets;
using WarpGrad.Engine.Tasks;
using WarpGrad.Jobs.Datasets;

namespace WarpGrad.Studies;

/// <summary>The alphabets of Omniglot's two small zips, read by the product's importer: grey, 28×28.</summary>
internal sealed class Alphabets
{
    private const int Side = 28;
    private static readonly string[] Zips = ["images_background_small1.zip", "images_background_small2.zip"];

    private readonly byte[] _pixels;
    private readonly IReadOnlyList<ImageClass> _classes;

    private Alphabets(byte[] pixels, IReadOnlyList<ImageClass> classes) => (_pixels, _classes) = (pixels, classes);

    /// <summary>Alphabets that meta-training learns from.</summary>
    public static IReadOnlyList<string> Train { get; } = ["Balinese", "Early_Aramaic", "Greek", "Korean"];

    /// <summary>Alphabets that are only watched.</summary>
    public static IReadOnlyList<string> Validation { get; } = ["Latin"];

    /// <summary>Alphabets that are tested on, one at a time.</summary>
    public static IReadOnlyList<string> Test { get; } = ["Japanese_(katakana)", "Sanskrit", "Tagalog"];

    /// <summary>Reads all alphabets of both zips.</summary>
    /// <param name="folder">Folder of the zips.</param>
    public static async Task<Alphabets> ReadAsync(string folder)
    {
        var zips = Zips.Select(name => System.IO.Compression.ZipFile.OpenRead(Path.Combine(folder, name))).ToList();
        try
        {
            var classes = zips.SelectMany(ZipLayout.Read).DistinctBy(c => (c.Group, c.Name)).Select(c => c with { Split = SplitOf(c.Group) }).ToList();
            using var pixels = new MemoryStream();
            var packed = await ImagePacker.PackAsync(classes, channels: 1, Side, pixels, CancellationToken.None);
            var (table, first) = (new List<ImageClass>(), 0);
            foreach (var c in packed.Classes)
            {
                table.Add(new ImageClass(c.Group, c.Name, c.Split, first, c.Images));
                first += c.Images;
            }

            return new Alphabets(pixels.ToArray(), table);
        }
        finally
        {
            zips.ForEach(zip => zip.Dispose());
        }
    }

    /// <summary>The data of the study with one alphabet to test on.</summary>
    /// <param name="test">The alphabet.</param>
    public PackedImages TestedOn(string test) => new(
        _pixels, 1, Side, Side, [.. _classes.Where(c => c.Split != ClassSplit.Test || c.Group == test)], test);

    private static ClassSplit SplitOf(string alphabet) =>
        Train.Contains(alphabet) ? ClassSplit.Train
        : Validation.Contains(alphabet) ? ClassSplit.Validation
        : Test.Contains(alphabet) ? ClassSplit.Test
        : throw new InvalidDataException($"The study knows no alphabet '{alphabet}'.");
}
