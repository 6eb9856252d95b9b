using System.ComponentModel.DataAnnotations;
using System.Net;

namespace WarpGrad.Api.Infrastructure;

/// <summary>Proxies in front of the Api, section <c>Proxy</c>.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    /// <summary>
    /// Addresses and networks of the proxies that are believed what they say of a caller, separated by commas, such as <c>127.0.0.1, 10.1.0.0/16</c>.
    /// Empty, the default, believes nobody.
    /// </summary>
    public string Trusted { get; set; } = "";

    /// <summary>The addresses among them.</summary>
    public IEnumerable<IPAddress> Addresses => Parts.Where(part => !part.Contains('/')).Select(part => IPAddress.Parse(part));

    /// <summary>The networks among them.</summary>
    public IEnumerable<IPNetwork> Networks => Parts.Where(part => part.Contains('/')).Select(part => IPNetwork.Parse(part));

    private string[] Parts => Trusted.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // Without any of them the library believes everybody, which nobody means who wrote something.
        if (Trusted.Length > 0 && Parts.Length == 0)
            yield return new ValidationResult("Proxy__Trusted names no proxy: leave it empty to believe none.");
        foreach (var part in Parts.Where(part => part.Contains('/') ? !IPNetwork.TryParse(part, out _) : !IPAddress.TryParse(part, out _)))
            yield return new ValidationResult($"Proxy__Trusted names '{part}', which is neither an address such as 10.1.2.3 nor a network such as 10.1.0.0/16.");
    }
}
