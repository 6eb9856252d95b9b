namespace WarpGrad.Integration.Tests.Operations;

/// <summary>A span as the collector got it.</summary>
/// <param name="Service">Program that it comes from.</param>
/// <param name="Name">What it was.</param>
/// <param name="Trace">Its trace.</param>
/// <param name="Id">Its id.</param>
/// <param name="Parent">The span that it belongs to; empty at the root.</param>
/// <param name="Tags">What else is known of it.</param>
public sealed record Span(string Service, string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Reads an export request. The numbers are those of OTLP's trace.proto.</summary>
    public static IEnumerable<Span> Read(byte[] request) =>
        from resource in ProtobufField.Read(request)
        let service = Attributes(resource.Of(1).Single(), 1)["service.name"]
        from scope in resource.Of(2)
        from span in scope.Of(2)
        select new Span(service, span.Of(5).Single().Text, span.Of(1).Single().Id, span.Of(2).Single().Id, span.Of(4).FirstOrDefault().Id, Attributes(span, 9));

    private static Dictionary<string, string> Attributes(ProtobufField of, int number) => of.Of(number)
        .ToDictionary(pair => pair.Of(1).Single().Text, pair => pair.Of(2).SelectMany(value => value.Of(1)).Select(text => text.Text).FirstOrDefault() ?? "");
}
