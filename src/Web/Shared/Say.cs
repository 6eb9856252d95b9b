using System.Globalization;
using System.Text;
using System.Text.Json;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Shared;

/// <summary>Numbers, times and names as people read them.</summary>
public static class Say
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A whole number with thin groups: 12 345.</summary>
    public static string Count(long value) => value.ToString("#,0", Culture).Replace(',', '\u202f');

    /// <summary>A count with its noun: 1 class, 5 classes.</summary>
    public static string Count(long value, string one, string many) => $"{Count(value)} {(value == 1 ? one : many)}";

    /// <summary>Bytes in a fitting unit.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(Culture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(Culture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(Culture, $"{bytes / 1e9:0.00} GB"),
    };

    /// <summary>A share of one in percent.</summary>
    public static string Percent(double share, int digits = 1) => (share * 100).ToString("F" + digits, Culture) + "\u202f%";

    /// <summary>Four significant digits.</summary>
    public static string Number(double value) => value.ToString(Math.Abs(value) is >= 1e5 or (> 0 and < 1e-3) ? "0.##e0" : "G4", Culture);

    /// <summary>A duration in its two largest units.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(Culture, $"{Math.Max(0, time.TotalMilliseconds):0} ms"),
        { TotalSeconds: < 60 } => $"{(int)time.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalHours: < 24 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)time.TotalDays} d {time.Hours} h",
    };

    /// <summary>How long ago something was.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        { TotalSeconds: < 45 } => SharedTexts.JustNow,
        { TotalMinutes: < 60 } ago => SharedTexts.MinutesAgo.With(Math.Max(1, (int)ago.TotalMinutes)),
        { TotalHours: < 24 } ago => SharedTexts.HoursAgo.With((int)ago.TotalHours),
        { TotalDays: < 14 } ago => SharedTexts.Ago.With(Count((long)ago.TotalDays, SharedTexts.Day, SharedTexts.Days)),
        _ => time.ToLocalTime().ToString("yyyy-MM-dd", Culture),
    };

    /// <summary>A moment in local time.</summary>
    public static string Moment(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", Culture);

    /// <summary>A day in local time.</summary>
    public static string Day(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd", Culture);

    /// <summary>A camel-case name as words: <c>firstOrder</c> becomes "first order".</summary>
    public static string Words(string camelCase)
    {
        var words = new StringBuilder();
        foreach (var letter in camelCase)
            words.Append(char.IsUpper(letter) && words.Length > 0 ? " " : "").Append(char.ToLowerInvariant(letter));
        return words.ToString();
    }

    /// <summary>A choice as it is written in JSON.</summary>
    public static string Key<TChoice>(TChoice choice) where TChoice : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString());

    /// <summary>The first letter in upper case.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
