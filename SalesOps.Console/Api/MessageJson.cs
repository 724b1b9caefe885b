using System.Buffers;
using System.Text;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Console.Api;

/// <summary>
/// Reads the body of a message, trusting nothing: wrong types, unknown and repeated fields, broken text and numbers beyond double
/// come back as errors that name the field. Ranges and lengths are the command's own validator's.
/// </summary>
internal static class MessageJson
{
    public static Result<ReceiveMessage.Command> Read(ReadOnlySequence<byte> body) => JsonBody.Parse(body, fields =>
    {
        var channel = fields.Code<Channel>("channel");
        var externalId = fields.Text("externalId", required: true);
        var messageId = fields.Text("messageId", required: true);
        var text = fields.Text("text", required: true);
        var name = fields.Text("displayName", required: false);
        var sentAt = fields.Moment("sentAt");
        var understanding = fields.Object("understanding", Understanding);
        fields.RefuseOthers();
        return fields.Errors.Count > 0
            ? Result<ReceiveMessage.Command>.Fail(fields.Errors)
            : new ReceiveMessage.Command(channel, externalId!, messageId!, Fold.Composed(text!), name is null ? null : Fold.Composed(name), sentAt, understanding);
    });

    private static ReceiveMessage.Reported? Understanding(JsonFields fields)
    {
        var intent = fields.Text("intent", required: false);
        var stage = fields.Text("stage", required: true);
        var confidence = fields.Number("confidence", required: true);
        var risks = fields.Texts("risks");
        var model = fields.Text("model", required: false);
        var evidence = Quotes(fields);
        var alternatives = fields.Objects("alternatives", Alternative);
        var gloss = fields.Object("gloss", Gloss);
        fields.RefuseOthers();
        return new ReceiveMessage.Reported(intent, stage ?? "", confidence ?? 0, risks, model ?? "runtime",
            evidence.Count == 0 ? null : evidence, alternatives.Count == 0 ? null : alternatives, gloss);
    }

    private static Alternative Alternative(JsonFields fields)
    {
        var (intent, confidence) = (fields.Text("intent", required: true), fields.Number("confidence", required: true));
        fields.RefuseOthers();
        return new Alternative(intent ?? "", confidence ?? 0);
    }

    private static ReceiveMessage.Translation Gloss(JsonFields fields)
    {
        var text = fields.Text("text", required: true);
        var evidence = Quotes(fields);
        fields.RefuseOthers();
        return new ReceiveMessage.Translation(Fold.Composed(text ?? ""), evidence);
    }

    /// <summary>Composed as the text is, in which they are looked for.</summary>
    private static List<string> Quotes(JsonFields fields) => [.. fields.Texts("evidence").Select(Fold.Composed)];
}
