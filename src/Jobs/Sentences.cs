namespace WarpGrad.Jobs;

/// <summary>Messages of exceptions as people should read them.</summary>
internal static class Sentences
{
    /// <summary>The message without what .NET appends to it: the name of a parameter, and the value that was out of range.</summary>
    public static string Of(ArgumentException exception)
    {
        var message = exception.Message;
        var appended = exception.ParamName is { Length: > 0 } name ? message.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return appended > 0 ? message[..appended] : message;
    }
}
