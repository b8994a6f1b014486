//! From Rust to the document and the client: events, streams and what a client says when it connects.

use mego::contract::Contract;
use mego::prelude::*;
use mego::stream::stream;
use mego_codegen::Model;
use mego_codegen::markdown::{Code, Labels, Options, render};
use mego_codegen::typescript;

/// 有人說話
///
/// 同一個房間裡的人都會收到。
#[mego::event(channel = "room:{room}")]
struct NewMessage {
    /// 說話的人。
    #[mego(example = "小明")]
    author: Author,
    /// 訊息的編號。
    #[mego(example = 42)]
    id: u64,
}

/// 房間裡的人。
#[mego::data]
struct Author(String);

/// 正在輸入的人。
#[mego::event(name = "room.typing", channel = "room:{room}", when_slow = keep_latest)]
struct Typing(Vec<Author>);

#[mego::event(when_slow = drop_oldest)]
struct Closing;

/// 倒數
///
/// 每秒傳回一個數字。
#[mego::method]
async fn countdown(
    /// 從哪個數字開始。
    #[param(example = 3)]
    from: u32,
) -> Result<impl Stream<Item = Tick>, CountError> {
    if from > 60 {
        return Err(CountError::TooMany);
    }
    Ok(stream(async move |mut items| {
        for left in (0..from).rev() {
            items.item(Tick { left }).await;
        }
    }))
}

#[mego::data]
struct Tick {
    /// 剩下的秒數。
    #[mego(example = 2)]
    left: u32,
}

#[derive(MethodError)]
enum CountError {
    /// 數字太大。
    #[mego(status = Invalid)]
    TooMany,
}

#[mego::data]
struct Start {
    /// 網頁的版本。
    #[mego(example = "1.0")]
    version: String,
}

async fn greet(_: Session, start: Start) -> mego::Result<()> {
    match start.version.as_str() {
        "0.9" => Err(mego::Error::new(Status::NoPermission, "too old")),
        _ => Ok(()),
    }
}

fn contract() -> Contract {
    Engine::new()
        .on_connect(greet)
        .register(methods![countdown].group("聊天室", ""))
        .register(events![NewMessage, Typing, Closing])
        .contract()
        .unwrap()
}

fn document(lang: &str, code: Code) -> String {
    let labels = Labels::built_in(lang).unwrap();
    let model = Model::new(&contract(), "chat").unwrap();
    render(&model, &Options { labels, code }).unwrap()
}

const DOCUMENT: &str = r#"# 連線

用戶端每次連線都會送出這份資料。伺服器若拒絕連線，會回覆狀態與訊息，然後關閉連線。

+ 資料

    + 欄位
        + version (string!) - 網頁的版本。

    + 內容

            {
                "version": "1.0"
            }

# 聊天室

## 倒數 [countdown]

每秒傳回一個數字。

+ 請求

    + 欄位
        + from (int!) - 從哪個數字開始。

    + 內容

            {
                "from": 3
            }

+ 回應

    + StatusOK

        + 串流

            + 欄位
                + left (int!) - 剩下的秒數。

            + 內容

                    {
                        "left": 2
                    }

    + StatusInvalid

        數字太大。

# 事件

## 有人說話 [newMessage]

同一個房間裡的人都會收到。

+ 頻道 (`room:{room}`)

+ 欄位
    + author (Author!) - 說話的人。
    + id (uint64!) - 訊息的編號。

+ 內容

        {
            "author": "小明",
            "id": 42
        }

## 正在輸入的人 [room.typing]

來不及讀取的訂閱者只會收到最新的一個事件，並會收到有缺漏的通知。

+ 頻道 (`room:{room}`)

+ 值 ([]Author!)

## Closing [closing]

來不及讀取的訂閱者會漏掉最舊的事件，並會收到有缺漏的通知。

+ 頻道 (任意名稱)

# 型別

## Author

房間裡的人。

+ 值 (string)
"#;

#[test]
fn a_chat_is_documented_to_the_byte() {
    assert_eq!(document("zh-TW", Code::Indented), DOCUMENT);
}

#[test]
fn a_reader_finds_events_and_sees_how_they_are_used() {
    let text = document("en", Code::Fenced);
    for part in [
        "+ [Connecting](#connecting)\n",
        "    const mego = createClient(url, { data: { version: \"1.0\" } });\n",
        "+ [Events](#events)\n    + [有人說話](#event-newmessage)\n    + [正在輸入的人](#event-room.typing)\n    + [Closing](#event-closing)\n",
        "    for await (const tick of mego.countdown({ from: 3 })) {\n        console.log(tick);\n    }\n",
        "    const sub = mego.events.newMessage.subscribe(\"room:42\", (newMessage) => {\n",
        "    const sub = mego.events.closing.subscribe(\"lobby\", () => {\n",
    ] {
        assert!(text.contains(part), "{part}\nis not in\n\n{text}");
    }
}

#[test]
fn the_client_is_typed_by_the_same_contract() {
    let model = Model::new(&contract(), "chat").unwrap();
    let files = typescript::generate(&model, typescript::Options::default()).unwrap();
    for (file, part) in [
        (
            "events.ts",
            "  readonly newMessage: Mego.EventSource<NewMessage, `room:${string}`>;\n",
        ),
        (
            "events.ts",
            "    readonly typing: Mego.EventSource<Typing, `room:${string}`>;\n",
        ),
        ("events.ts", "  readonly closing: Mego.EventSource<void>;\n"),
        ("events.ts", "  newMessage: { data: plans.NewMessage },\n"),
        (
            "methods.ts",
            "Mego.StreamMethod<CountdownParams, Tick, CountdownError>;\n",
        ),
        (
            "index.ts",
            "createClient(url: string | URL, options: Mego.ClientOptions<Start>): Client",
        ),
    ] {
        assert!(files[file].contains(part), "{part}\nis not in\n\n{}", files[file]);
    }
}

#[test]
fn the_contract_is_the_same_each_time_and_survives_its_file() {
    let text = contract().to_json();
    assert_eq!(text, contract().to_json());
    assert_eq!(Contract::from_json(&text).unwrap(), contract());
    let names: Vec<_> = contract().events.iter().map(|event| event.name.clone()).collect();
    assert_eq!(names, ["newMessage", "room.typing", "closing"]);
}

#[tokio::test]
async fn the_functions_behind_it_run() {
    use futures_util::StreamExt;

    let items = countdown(2)
        .await
        .unwrap_or_else(|_| panic!("two is not too many"));
    let left: Vec<_> = items.map(|tick| tick.left).collect().await;
    assert_eq!(left, [1, 0]);
    assert!(matches!(countdown(61).await, Err(CountError::TooMany)));
}
