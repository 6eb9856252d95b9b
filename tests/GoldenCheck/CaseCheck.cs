using System.Runtime.InteropServices;
using TorchSharp;
using WarpGrad.GoldenCheck.Format;
using WarpGrad.GoldenCheck.Sections;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck;

/// <summary>Outcome of one section in one precision.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Section">Name of the section.</param>
/// <param name="Type">Floating-point type.</param>
/// <param name="Error">Largest relative error; null where nothing was compared.</param>
/// <param name="Allowed">Relative error allowed.</param>
/// <param name="Failure">What is wrong; null where nothing is.</param>
internal sealed record SectionResult(string File, string Section, ScalarType Type, double? Error, double Allowed, string? Failure);

/// <summary>Runs every section of a case file.</summary>
internal static class CaseCheck
{
    /// <summary>Floating-point types that every case is run in.</summary>
    public static IReadOnlyList<ScalarType> Types { get; } = [ScalarType.Float64, ScalarType.Float32];

    /// <summary>Checks a file in one precision; whatever is wrong with it becomes a result.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">Floating-point type.</param>
    public static IReadOnlyList<SectionResult> Run(string path, ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        var name = Path.GetFileName(path);
        try
        {
            var file = CaseFile.Read(path, type);
            var sections = Section.Of(file);
            SectionResult[] results = [.. sections.Select(section => Run(file, section)), .. Unread(file, sections)];
            return results.Length > 0 ? results : [new(name, "", type, null, 0, "the file has no section to check")];
        }
        catch (Exception exception) when (exception is InvalidCaseException or IOException or UnauthorizedAccessException or ExternalException)
        {
            return [new(name, "", type, null, 0, FirstLine(exception))];
        }
    }

    private static SectionResult Run(CaseFile file, Section section)
    {
        var allowed = file.Tolerance.Relative;
        if (section.Check is null)
            return new(file.Name, section.Name, file.Type, null, allowed, "not checked: this section is not known");
        using var scope = torch.NewDisposeScope();
        var comparison = new Comparison(file.Tolerance);
        try
        {
            section.Check(comparison);
        }
        catch (Exception exception) when (exception is InvalidCaseException or ExternalException)
        {
            return new(file.Name, section.Name, file.Type, null, allowed, FirstLine(exception));
        }

        return comparison.Count == 0 && comparison.Failure is null
            ? new(file.Name, section.Name, file.Type, null, allowed, "holds nothing to compare")
            : new(file.Name, section.Name, file.Type, comparison.Largest, allowed, comparison.Failure);
    }

    /// <summary>Numbers inside known sections that no check has read.</summary>
    private static IEnumerable<SectionResult> Unread(CaseFile file, IReadOnlyList<Section> sections)
    {
        file.Root.Find("float32_noise")?.MarkRead();
        var unknown = sections.Where(section => section.Check is null).Select(section => section.Name).ToHashSet();
        return file.Root.Unread().Where(place => !unknown.Contains(place))
            .Select(place => new SectionResult(file.Name, place, file.Type, null, file.Tolerance.Relative, "not checked: it is not known what this is"));
    }

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].Trim();
}
