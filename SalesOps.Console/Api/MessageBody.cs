using System.ComponentModel;

namespace SalesOps.Console.Api;

/// <summary>The body of a message as the OpenAPI document describes it; what is read is <see cref="MessageJson"/>'s.</summary>
internal sealed record MessageBody(
    [property: Description("telegram, facebook or zalo.")] string Channel,
    [property: Description("The sender's account on the channel; at most 200 characters.")] string ExternalId,
    [property: Description("The channel's own id of the message: with the channel it makes the message one effect, however often it is delivered. At most 200 characters.")] string MessageId,
    [property: Description("At most 8,000 characters.")] string Text,
    [property: Description("What the sender is called; at most 200 characters.")] string? DisplayName = null,
    [property: Description("With an offset or Z; now when left out.")] DateTimeOffset? SentAt = null,
    [property: Description("What the AI runtime understood; read by the built-in rules when left out.")] UnderstandingBody? Understanding = null);

/// <inheritdoc cref="MessageBody"/>
internal sealed record UnderstandingBody(
    [property: Description("A code of at most 64 letters; null when no intent was recognized.")] string? Intent,
    [property: Description("Where the sale stands by this message; a code of at most 64 letters.")] string Stage,
    [property: Description("0..1.")] double Confidence,
    [property: Description("At most 20 codes.")] IReadOnlyList<string>? Risks = null,
    [property: Description("Who read it, with its version: figures of different versions are never mixed. At most 64 characters.")] string? Model = null,
    [property: Description("At most 20 quotes from the text that speak for the intent, each as it stands there.")] IReadOnlyList<string>? Evidence = null,
    [property: Description("At most 10 other intents that the message could carry.")] IReadOnlyList<AlternativeBody>? Alternatives = null,
    [property: Description("The text in the reviewer's language, shown beside it.")] GlossBody? Gloss = null);

/// <inheritdoc cref="MessageBody"/>
internal sealed record AlternativeBody(string Intent, [property: Description("0..1.")] double Confidence);

/// <inheritdoc cref="MessageBody"/>
internal sealed record GlossBody(
    [property: Description("At most 8,000 characters.")] string Text,
    [property: Description("At most 20 quotes from the gloss that speak for the intent, each as it stands there.")] IReadOnlyList<string>? Evidence = null);
