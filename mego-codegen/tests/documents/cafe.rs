//! 一間咖啡店：以繁體中文寫成的 API。

use mego::contract::{Contract, WhenSlow};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fixture::Builder;

#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is wanted")]
struct NewBooking {
    /// 訂位者的稱呼。
    #[schemars(length(min = 1, max = 20), example = &"王小姐")]
    name: String,
    /// 用餐人數，
    /// 不含嬰兒。
    #[schemars(range(min = 1, max = 12), example = 4)]
    guests: u8,
    /// 抵達的時間。請以店內的 UTC+8 時區
    /// 表示，也就是「+08:00」。
    #[schemars(extend("format" = "date-time"), example = "2024-02-29T18:30:00+08:00")]
    at: String,
    /// 想坐的區域。
    area: Option<Area>,
    /// 特殊需求，例如：
    ///
    /// - 兒童椅
    /// - 輪椅通道，
    ///   請註明寬度
    #[schemars(length(max = 100))]
    requests: Vec<Request>,
    /// 是否接受併桌。
    #[serde(default)]
    shared: bool,
}

/// 店內的區域。
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
enum Area {
    /// 靠窗。
    Window,
    /// 吧檯。只有高腳椅，不建議帶小孩的客人選擇。
    Bar,
    Garden,
}

/// 一項特殊需求。
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(example = json!({"kind": "兒童椅", "count": 2}))]
struct Request {
    /// 需求的種類，例如「兒童椅」。
    kind: String,
    /// 數量。
    count: u8,
}

/// 一筆訂位。
#[derive(Serialize, JsonSchema)]
struct Booking {
    /// 訂位編號。
    #[schemars(example = "B-1024")]
    code: String,
    /// 桌號；尚未安排時為 null。
    #[schemars(example = 7)]
    table: Option<u16>,
    /// 保留到什麼時候。逾時不候！
    #[schemars(extend("format" = "time"), example = "18:45:00")]
    until: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct NoTable {
    /// 仍有空位的時段。
    #[schemars(example = vec!["17:00", "17:30", "20:00", "20:30", "21:00", "21:30", "22:00", "22:30"])]
    free: Vec<String>,
    /// 候補名單。
    #[schemars(example = vec!["王小姐、李先生與陳太太", "林先生一家（含兩位小孩）", "張女士", "週年聚餐", "吳"])]
    waiting: Vec<String>,
}

/// 候位的進度。
#[derive(Serialize, JsonSchema)]
struct Progress {
    /// 前面還有幾組客人。
    #[schemars(example = 3)]
    ahead: u32,
    /// 預估的等候時間。以分鐘計，僅供參考。
    #[schemars(example = 15)]
    minutes: Option<u32>,
}

/// 座位準備好了。請在
/// 十分鐘內入座。
///
/// 逾時會通知下一組客人，參見 [`book`]。
#[derive(Serialize, JsonSchema)]
struct TableReady {
    /// 桌號。
    #[schemars(example = 7)]
    table: u16,
    /// 帶位的人。
    waiter: Option<Waiter>,
}

/// 一位店員。
#[derive(Serialize, JsonSchema)]
struct Waiter {
    /// 名牌上的名字。
    #[schemars(example = &"阿明")]
    name: String,
}

/// 訂位有了變動。
#[derive(Serialize, JsonSchema)]
#[serde(tag = "change", rename_all = "camelCase")]
#[expect(dead_code, reason = "only its schema is wanted")]
enum Rebooking {
    /// 取消了。
    Cancelled,
    /// 換了桌子。
    Moved {
        /// 新的桌號。
        #[schemars(example = 9)]
        table: u16,
    },
    /// 改了人數。
    Resized {
        /// 新的人數。
        #[schemars(example = 2)]
        guests: u8,
    },
}

/// 連線的是誰。
///
/// 店裡的平板與客人的手機用的是同一個服務。
#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "only its schema is wanted")]
struct Device {
    /// 裝置的名稱。
    #[schemars(length(max = 20), example = &"門口的平板")]
    name: String,
    /// 所在的區域；手機沒有。
    area: Option<Area>,
}

/// 打烊了。
#[derive(Serialize, JsonSchema)]
struct Closing;

pub(crate) fn contract() -> Contract {
    Builder::new()
        .group(
            "訂位",
            "預約座位的 API。\n\n所有時間都以 ISO 8601 表示；\n未註明時區者視為 UTC+8。",
        )
        .method(
            "book",
            "預約座位。座位會保留\n十五分鐘。\n\n人數變更時請先取消再重新預約，細節請見\n[`cancel`]。\n\n\
             # 注意事項\n\n連續兩次未到的客人，**三十天內**\n無法再預約。",
        )
        .bind::<NewBooking>()
        .returns::<Booking>()
        .error_with::<NoTable>("Full", 52, "這個時段已經客滿。")
        .error("Blocked", 101, "這位客人暫時不能預約。通常是因為連續兩次未到。")
        .method("cancel", "取消預約")
        .param_with::<String>("code", "訂位編號。", |param| {
            param.example = Some(json!("B-1024"));
        })
        .error("NotFound", 55, "")
        .method("call", "打電話訂位。")
        .with(|method| method.deprecated = Some("請改用 [`book`]。".to_owned()))
        .param::<String>("phone", "電話號碼。")
        .returns::<bool>()
        .method("wait", "等候入座。每前進一組就傳回一次進度。")
        .param_with::<String>("code", "訂位編號。", |param| {
            param.example = Some(json!("B-1024"));
        })
        .streams::<Progress>()
        .error("NotFound", 55, "")
        .method("music", "店裡正在播放的歌名。")
        .streams::<String>()
        .event_with::<TableReady>(
            "tableReady",
            "座位準備好了。請在\n十分鐘內入座。\n\n逾時會通知下一組客人，參見 [`book`]。",
            |event| {
                event.rust = "shop::TableReady".to_owned();
                event.channel = Some("booking:{code}".to_owned());
            },
        )
        .event_with::<u32>("queue.length", "候位的組數。", |event| {
            event.when_slow = WhenSlow::KeepLatest;
        })
        .event_with::<Vec<Waiter>>("queue.waiters", "目前帶位的店員。", |event| {
            event.when_slow = WhenSlow::DropOldest;
            event.deprecated = Some("請改用 [`TableReady`]。".to_owned());
        })
        .event_with::<Waiter>("waiter.arrived", "一位店員。", |_| {})
        .event_with::<Rebooking>("rebooked", "訂位有了變動。", |event| {
            event.channel = Some("booking:{code}".to_owned());
        })
        .event_with::<Closing>("closing", "", |event| event.channel = Some("all".to_owned()))
        .data::<Device>()
        .build()
}
