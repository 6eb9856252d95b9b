using System.Text.Json;
using System.Text.Json.Serialization;

namespace WarpGrad.Contracts.Specs;

/// <summary>Writes an enum as its camel-case name and refuses numbers, so that documents stay readable and stable.</summary>
public sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
